package com.acme.adapter.web;

import io.nicotask.application.port.WorkflowEngine;

abstract class LibraryEngine implements WorkflowEngine {}
