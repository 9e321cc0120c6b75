package io.nicotask.adapter.persistence;

import io.nicotask.application.port.SiteDirectory;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

final class JdbiSiteDirectory implements SiteDirectory {

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
        return transactions.read(handle -> handle.createQuery(
                        "select provider_id, flow_enabled, in_service from site where id = :id")
                .bind("id", id.value())
                .map((row, context) -> new Site(
                        id,
                        new ProviderId(Columns.uuid(row, "provider_id")),
                        row.getBoolean("flow_enabled"),
                        row.getBoolean("in_service")))
                .findOne());
    }
}
