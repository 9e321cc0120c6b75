package io.nicotask.application.internal.memory;

import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link SiteDirectory} in memory. */
public final class InMemorySiteDirectory implements SiteDirectory {

    private static final Comparator<Site> BY_NAME =
            Comparator.comparing(Site::name).thenComparing(site -> site.id().toString());

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

    @Override
    public SitePage page(ProviderId provider, int number, int size) {
        List<Site> sites = store.use(contents -> contents.sites.values().stream()
                .filter(site -> site.provider().equals(provider))
                .sorted(BY_NAME)
                .toList());
        return new SitePage(
                sites.stream().skip((number - 1L) * size).limit(size).toList(), sites.size());
    }

    @Override
    public SiteLifecycleResult retire(SiteId site, boolean despiteOpenTasks, AuditEntry audit) {
        return store.use(contents -> {
            long open = contents.tasks.values().stream()
                    .filter(task ->
                            task.spec().site().equals(site) && !task.status().isTerminal())
                    .count();
            return open > 0 && !despiteOpenTasks && isInService(contents.sites.get(site))
                    ? new SiteLifecycleResult.OpenTasks(open)
                    : write(contents, site, audit.at(), audit);
        });
    }

    @Override
    public SiteLifecycleResult restore(SiteId site, AuditEntry audit) {
        return store.use(contents -> write(contents, site, null, audit));
    }

    private static SiteLifecycleResult write(
            InMemoryContents contents, SiteId id, @Nullable Instant retiredAt, AuditEntry audit) {
        Site site = contents.sites.get(id);
        if (site == null) {
            return new SiteLifecycleResult.UnknownSite();
        }
        if (isInService(site) == (retiredAt == null)) {
            return new SiteLifecycleResult.Unchanged();
        }
        contents.sites.put(id, new Site(id, site.provider(), site.name(), site.flowEnabled(), retiredAt));
        contents.audit.add(audit);
        return new SiteLifecycleResult.Changed();
    }

    private static boolean isInService(@Nullable Site site) {
        return site != null && site.retiredAt() == null;
    }
}
