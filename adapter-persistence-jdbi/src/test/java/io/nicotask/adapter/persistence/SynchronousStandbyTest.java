package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.RACK;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.persistence.PersistenceModule.Limits;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A commit that has to wait for a synchronous standby is acknowledged only when the standby has it. */
final class SynchronousStandbyTest {

    /** A statement may take less time than the network, but its limit does not end the wait of a commit. */
    private static final Limits LIMITS = new Limits(
            3, Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(3));

    private final Settings settings = PostgresTestServer.withLimits(PostgresTestServer.emptyDatabase(), LIMITS);
    private final Jdbi outside = PostgresTestServer.maintenance();

    @Test
    void a_decision_that_no_standby_has_is_not_acknowledged() {
        try (PersistenceModule module = PersistenceModule.open(settings)) {
            module.upsertOrganizations(
                    List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
            requireStandby("'standby'");
            try {
                assertThatThrownBy(() -> decide(module)).isInstanceOf(StoreUnavailable.class);
            } finally {
                requireStandby("''");
            }

            await().ignoreExceptionsInstanceOf(StoreUnavailable.class).until(() -> decide(module));
        }
    }

    private static boolean decide(PersistenceModule module) {
        TaskStorage storage = module.ports(
                        new ProviderAdminPolicy(module.sites()),
                        RackConflicts.SHARED_COMPONENTS,
                        InstantSource.system())
                .storage();
        return storage.decideOnRack(
                SCOPE, RACK, rack -> Decision.of(true, new RackCheckScheduled(RACK, Duration.ofMinutes(1))));
    }

    private void requireStandby(String names) {
        outside.useHandle(handle -> {
            handle.execute("alter system set synchronous_standby_names = " + names);
            handle.execute("select pg_reload_conf()");
        });
        await().until(() -> names.equals(outside.withHandle(
                handle -> handle.createQuery("select quote_literal(current_setting('synchronous_standby_names'))")
                        .mapTo(String.class)
                        .one())));
    }
}
