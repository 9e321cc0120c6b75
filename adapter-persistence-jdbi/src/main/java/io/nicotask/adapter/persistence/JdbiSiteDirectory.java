package io.nicotask.adapter.persistence;

import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

final class JdbiSiteDirectory implements SiteDirectory {

    private static final String SITE = "select " + SiteRow.COLUMNS + " from nico.site s where s.id = :id";

    private static final String PROVIDER_AND_SITE = "select o.provider_id as org_provider, " + SiteRow.COLUMNS
            + " from (values (1)) one left join nico.org o on o.name = :org left join nico.site s on s.id = :id";

    /** A page without sites still has one row, for the total. */
    private static final String PAGE = """
            select provided.total, {columns}
            from (select count(*) as total from nico.site where provider_id = :provider) provided
            left join (
                select {columns} from nico.site s where s.provider_id = :provider
                order by s.name collate "C", s.id limit :size offset :skipped
            ) s on true
            order by s.name collate "C", s.id
            """.replace("{columns}", SiteRow.COLUMNS);

    /** Waits for submits whose tasks are not committed; then later ones wait for this transaction. */
    private static final String LOCK = SITE + " for no key update of s";

    private static final String COUNT_OPEN =
            "select count(*) from nico.task where site_id = :id and finished_at is null";

    private final JdbiTransactions transactions;

    JdbiSiteDirectory(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<ProviderId> providerOf(OrgName org) {
        return transactions.read(handle -> handle.createQuery("select provider_id from nico.org where name = :org")
                .bind("org", org.value())
                .map((row, context) -> new ProviderId(Columns.uuid(row, "provider_id")))
                .findOne());
    }

    @Override
    public Optional<Site> site(SiteId id) {
        return transactions.read(handle -> find(handle, SITE, id));
    }

    @Override
    public ProviderAndSite find(OrgName org, SiteId id) {
        return transactions.read(handle -> handle.createQuery(PROVIDER_AND_SITE)
                .bind("org", org.value())
                .bind("id", id.value())
                .map((row, context) -> {
                    UUID provider = row.getObject("org_provider", UUID.class);
                    return new ProviderAndSite(
                            provider == null ? null : new ProviderId(provider),
                            row.getObject("id") == null ? null : SiteRow.read(row));
                })
                .one());
    }

    @Override
    public SitePage page(ProviderId provider, int number, int size) {
        List<PageRow> rows = transactions.read(handle -> handle.createQuery(PAGE)
                .bind("provider", provider.value())
                .bind("size", size)
                .bind("skipped", (number - 1L) * size)
                .map((row, context) ->
                        new PageRow(row.getLong("total"), row.getObject("id") == null ? null : SiteRow.read(row)))
                .list());
        return new SitePage(
                rows.stream().map(PageRow::site).filter(Objects::nonNull).toList(),
                rows.getFirst().total());
    }

    @Override
    public SiteLifecycleResult retire(SiteId site, boolean despiteOpenTasks, AuditEntry audit) {
        return transactions.write(handle -> {
            Optional<Site> locked = find(handle, LOCK, site);
            if (locked.isEmpty() || locked.get().retiredAt() != null) {
                return locked.isEmpty() ? new SiteLifecycleResult.UnknownSite() : new SiteLifecycleResult.Unchanged();
            }
            // By a statement of its own: the one that waited for the lock has a snapshot from before the wait.
            long open = handle.createQuery(COUNT_OPEN)
                    .bind("id", site.value())
                    .mapTo(Long.class)
                    .one();
            return open > 0 && !despiteOpenTasks
                    ? new SiteLifecycleResult.OpenTasks(open)
                    : setRetired(handle, site, audit.at(), audit);
        });
    }

    @Override
    public SiteLifecycleResult restore(SiteId site, AuditEntry audit) {
        return transactions.write(handle -> {
            Optional<Site> locked = find(handle, LOCK, site);
            if (locked.isEmpty()) {
                return new SiteLifecycleResult.UnknownSite();
            }
            return locked.get().retiredAt() == null
                    ? new SiteLifecycleResult.Unchanged()
                    : setRetired(handle, site, null, audit);
        });
    }

    private static SiteLifecycleResult setRetired(
            Handle handle, SiteId site, @Nullable Instant retiredAt, AuditEntry audit) {
        handle.createUpdate("update nico.site set retired_at = :at where id = :id")
                .bind("at", retiredAt)
                .bind("id", site.value())
                .execute();
        CombinedStatement statement = new CombinedStatement();
        JdbiAuditTrail.record(statement, audit);
        statement.execute(handle);
        return new SiteLifecycleResult.Changed();
    }

    private static Optional<Site> find(Handle handle, String sql, SiteId id) {
        return handle.createQuery(sql)
                .bind("id", id.value())
                .map((row, context) -> SiteRow.read(row))
                .findOne();
    }

    private record PageRow(long total, @Nullable Site site) {}
}
