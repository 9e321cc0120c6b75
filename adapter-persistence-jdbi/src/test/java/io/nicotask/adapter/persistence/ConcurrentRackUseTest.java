package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.nicotask.adapter.persistence.PersistenceModule.Organization;
import io.nicotask.adapter.persistence.PersistenceModule.OrganizationSite;
import io.nicotask.adapter.persistence.PersistenceModule.Settings;
import io.nicotask.application.contract.ConcurrentRuns;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Every operation on racks, concurrently, on few racks. */
final class ConcurrentRackUseTest {

    private static final int RUNNERS = 8;
    private static final int STEPS = 150;

    private final Settings database = PostgresTestServer.emptyDatabase();
    private final Jdbi jdbi = PostgresTestServer.jdbi(database);

    @Test
    void no_operation_deadlocks_and_no_rack_is_reserved_twice() {
        try (PersistenceModule module = PersistenceModule.open(database)) {
            module.upsertOrganizations(
                    List.of(new Organization(ORG, PROVIDER, List.of(new OrganizationSite(SITE, true)))));
        }

        try (HikariDataSource pool = ConnectionPool.open(database, SchemaMigrator.migrate(database))) {
            ConcurrentRackUse use =
                    new ConcurrentRackUse(new JdbiTransactions(PostgresTestServer.qualified(Jdbi.create(pool))));
            List<Integer> runs = ConcurrentRuns.of(RUNNERS, () -> use.run(STEPS));
            use.awaitIdle();
            await().untilAsserted(() -> {
                use.deliver();
                assertThat(count("select count(*) from rack_reservation where released_at is null"))
                        .as("racks that were never given back")
                        .isZero();
                // The stop of a task that its worker has finished is due some seconds later.
                assertThat(count("select count(*) from work where kind in ('START_WORKFLOW', 'STOP_WORKFLOW')"))
                        .as("starts and stops that were never delivered")
                        .isZero();
            });

            assertThat(runs).hasSize(RUNNERS);
            assertThat(use.submitted()).isGreaterThan(ConcurrentRackUse.RACKS * 10);
        }

        assertThat(count("select deadlocks from pg_stat_database where datname = current_database()"))
                .isZero();
        assertThat(count("select count(*) from rack_lease")).isZero();
        assertThat(count(OVERLAPS)).as("grants of one rack at the same time").isZero();
        assertThat(count(OVERTAKEN)).as("grants out of turn").isZero();
        assertThat(count("select count(*) from task_stop where unconfirmed"))
                .as("confirmed stops that count as unconfirmed")
                .isZero();
    }

    private static final String PAIRS = """
            select count(*) from rack_reservation one join rack_reservation other
              on other.site_id = one.site_id and other.rack_id = one.rack_id and other.fencing_token > one.fencing_token
            join task t1 on t1.id = one.task_id join task t2 on t2.id = other.task_id
            where (t1.components is null or t2.components is null or t1.components = t2.components)
            """;

    private static final String OVERLAPS = PAIRS + "and other.granted_at < one.released_at";
    private static final String OVERTAKEN = PAIRS + "and t2.queue_position < t1.queue_position";

    private long count(String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(Long.class).one());
    }
}
