package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.port.Ports;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A replica keeps running while a replica of a later version adds columns to the tables. */
final class AddedColumnTest {

    /** The JDBC driver prepares a statement on the server when it has been executed this often on a connection. */
    private static final int UNTIL_PREPARED = 6;

    private final Settings database = ManualDatabaseClock.install(PostgresTestServer.emptyDatabase());

    @Test
    void prepared_statements_survive_a_new_column() {
        PopulatedDatabase.fill(database);
        try (var pool = ConnectionPool.open(database, SchemaMigrator.migrate(database))) {
            JdbiTransactions transactions = new JdbiTransactions(PostgresTestServer.qualified(Jdbi.create(pool)));
            for (int i = 0; i < UNTIL_PREPARED; i++) {
                callEveryPort(transactions, i);
            }

            PostgresTestServer.jdbi(database).useHandle(AddedColumnTest::addAColumnToEveryTable);

            assertThatCode(() -> callEveryPort(transactions, UNTIL_PREPARED)).doesNotThrowAnyException();
        }
    }

    /** In one transaction, in which the driver cannot prepare a failed statement again. */
    private static void callEveryPort(JdbiTransactions transactions, int round) {
        Ports ports = new RackUseCases(transactions, () -> Instant.EPOCH).ports();
        JdbiSiteDirectory sites = new JdbiSiteDirectory(transactions);
        transactions.write(handle -> {
            String state = StoredStateDump.of(ports);
            List<Object> results = List.of(
                    sites.site(SITE),
                    sites.page(PROVIDER, 1, 10),
                    transactions.read(SiteRow::readAll),
                    sites.providerOf(ORG),
                    new JdbiUserDirectory(transactions).recordCaller(caller(round), Instant.EPOCH));
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
                        where relnamespace = cast('nico_tasks' as regnamespace) and relkind = 'r'
                        """)
                .mapTo(String.class)
                .forEach(table -> handle.execute("alter table " + table + " add column added_later text"));
    }
}
