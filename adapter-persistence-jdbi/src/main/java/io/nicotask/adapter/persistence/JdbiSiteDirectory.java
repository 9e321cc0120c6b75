package io.nicotask.adapter.persistence;

import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

final class JdbiSiteDirectory implements SiteDirectory {

    private static final String SITE =
            "select s.id, s.provider_id, s.flow_enabled, s.in_service from site s where s.id = :id";

    private static final String PROVIDER_AND_SITE = """
            select o.provider_id as org_provider, s.id, s.provider_id, s.flow_enabled, s.in_service
            from (values (1)) one left join org o on o.name = :org left join site s on s.id = :id
            """;

    private final JdbiTransactions transactions;

    JdbiSiteDirectory(JdbiTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<ProviderId> providerOf(OrgName org) {
        return transactions.read(handle -> handle.createQuery("select provider_id from org where name = :org")
                .bind("org", org.value())
                .map((row, context) -> new ProviderId(Columns.uuid(row, "provider_id")))
                .findOne());
    }

    @Override
    public Optional<Site> site(SiteId id) {
        return transactions.read(handle -> handle.createQuery(SITE)
                .bind("id", id.value())
                .map((row, context) -> read(row))
                .findOne());
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
                            row.getObject("id") == null ? null : read(row));
                })
                .one());
    }

    private static Site read(ResultSet row) throws SQLException {
        return new Site(
                new SiteId(Columns.uuid(row, "id")),
                new ProviderId(Columns.uuid(row, "provider_id")),
                row.getBoolean("flow_enabled"),
                row.getBoolean("in_service"));
    }
}
