package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.SITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** A replica keeps running while a replica of a later version adds columns to the tables. */
final class AddedColumnTest {

    /** The JDBC driver prepares a statement on the server when it has been executed this often on a connection. */
    private static final int UNTIL_PREPARED = 6;

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Settings database = PostgresTestServer.emptyDatabase();

    @Test
    void prepared_statements_survive_a_new_column() {
        try (PersistenceModule module = PersistenceModule.open(database)) {
            PopulatedDatabase.fill(module);
            for (int i = 0; i < UNTIL_PREPARED; i++) {
                callEveryPort(module, i);
            }

            PostgresTestServer.jdbi(database).useHandle(AddedColumnTest::addAColumnToEveryTable);

            assertThatCode(() -> callEveryPort(module, UNTIL_PREPARED)).doesNotThrowAnyException();
        }
    }

    /** In one transaction, in which the driver cannot prepare a failed statement again. */
    private static void callEveryPort(PersistenceModule module, int round) {
        module.transactions().inTransaction(() -> {
            String state = StoredStateDump.of(module);
            List<Object> results = List.of(
                    module.workflowOutbox().claimDue(10, LEASE),
                    module.workflowOutbox().claimUnalerted(10),
                    module.workflowMonitor().claimDue(10, LEASE),
                    module.rackReservations().claimDue(10, LEASE),
                    module.unfinishedSteps().claimDue(Set.of(SITE), 10, LEASE),
                    module.sites().site(SITE),
                    module.sites().providerOf(ORG),
                    module.users().recordCaller(caller(round), Instant.EPOCH));
            assertThat(results).doesNotContainNull();
            return state;
        });
    }

    private static Caller caller(int number) {
        return new Caller(
                new Subject("idp/" + number),
                new Caller.Profile("Bob", "B", "bob@example.com"),
                Map.of(ORG, Set.of(new Role("reader"))));
    }

    private static void addAColumnToEveryTable(Handle handle) {
        handle.createQuery("""
                        select relname from pg_class
                        where relnamespace = cast('public' as regnamespace) and relkind = 'r'
                        """)
                .mapTo(String.class)
                .forEach(table -> handle.execute("alter table " + table + " add column added_later text"));
    }
}
