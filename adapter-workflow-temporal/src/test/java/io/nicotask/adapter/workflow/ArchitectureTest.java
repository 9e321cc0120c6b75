package io.nicotask.adapter.workflow;

import io.nicotask.architecture.ModuleArchitecture;

final class ArchitectureTest extends ModuleArchitecture {}
