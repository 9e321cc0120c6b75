package com.acme.application.order;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

abstract class LibraryPolicy implements AccessPolicy {

    private final ProviderId provider;

    LibraryPolicy(ProviderId provider) {
        this.provider = provider;
    }

    @Override
    public Optional<TaskScope> forSystem(SiteId site) {
        return Optional.of(new TaskScope(provider, site));
    }
}
