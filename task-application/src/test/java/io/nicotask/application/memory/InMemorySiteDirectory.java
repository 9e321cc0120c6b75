package io.nicotask.application.memory;

import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

final class InMemorySiteDirectory implements SiteDirectory {

    private final InMemoryTransactions store;

    InMemorySiteDirectory(InMemoryTransactions store) {
        this.store = store;
    }

    @Override
    public Optional<ProviderId> providerOf(OrgName org) {
        return store.read(contents -> Optional.ofNullable(contents.providers.get(org)));
    }

    @Override
    public Optional<Site> site(SiteId id) {
        return store.read(contents -> Optional.ofNullable(contents.sites.get(id)));
    }

    @Override
    public ProviderAndSite find(OrgName org, SiteId id) {
        return store.read(contents -> new ProviderAndSite(contents.providers.get(org), contents.sites.get(id)));
    }
}
