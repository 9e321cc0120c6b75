package com.acme.domain.order;

import io.nicotask.domain.value.SiteId;

record LibraryOrder(SiteId site) {}
