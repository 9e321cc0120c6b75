package io.nicotask.application.internal.memory;

import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

/** {@link SiteDirectory} in memory. */
public final class InMemorySiteDirectory implements SiteDirectory {

    private final InMemoryContents store;

    public InMemorySiteDirectory(InMemoryContents store) {
        this.store = store;
    }

    @Override
    public Optional<ProviderId> providerOf(OrgName org) {
        return store.use(contents -> Optional.ofNullable(contents.providers.get(org)));
    }

    @Override
    public Optional<Site> site(SiteId id) {
        return store.use(contents -> Optional.ofNullable(contents.sites.get(id)));
    }

    @Override
    public ProviderAndSite find(OrgName org, SiteId id) {
        return store.use(contents -> new ProviderAndSite(contents.providers.get(org), contents.sites.get(id)));
    }
}
