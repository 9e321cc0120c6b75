package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.OTHER_RACK;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SCOPE;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ReportFixtures;
import io.nicotask.application.contract.StoredTaskFixture;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.domain.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The number of statements in a transaction does not depend on the size of the database. */
final class StatementCountTest {

    private final PostgresStoreUnderTest store = PostgresStoreUnderTest.emptied();
    private final List<String> statements = new ArrayList<>();
    private final RackUseCases useCases = new RackUseCases(
            new JdbiTransactions(counted(PostgresStoreUnderTest.jdbi())),
            new SettableClock(Instant.parse("2026-06-01T12:05:00Z")));

    @BeforeEach
    void insert_a_few_tasks() {
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true, true));
        for (int number = 1; number <= 5; number++) {
            insertWithReservation(aRunningTask().number(number).reporting(ReportFixtures.ofEveryKind()));
            aWaitingTask().number(10 + number).insertInto(store.tasks(), SCOPE);
        }
        statements.clear();
    }

    @Test
    void a_cancel_takes_six_statements() {
        Task task = aRunningTask().number(3).build();

        assertThat(useCases.cancel(task.id())).isTrue();

        assertThat(statements).hasSize(6);
    }

    @Test
    void a_submit_to_a_free_rack_takes_seven_statements() {
        Task task = aPendingTask().number(20).on(OTHER_RACK).build();

        assertThat(useCases.submit(task.id(), task.spec())).isPresent();

        assertThat(statements).hasSize(7);
    }

    @Test
    void a_heartbeat_takes_one_statement() {
        Task task = insertWithReservation(aPendingTask().number(20).on(OTHER_RACK));
        Lease lease = useCases.begin(task.id(), RUN).orElseThrow();
        statements.clear();

        assertThat(useCases.ports().leases().renew(lease)).isNotNull();

        assertThat(statements).hasSize(1);
    }

    private Task insertWithReservation(StoredTaskFixture fixture) {
        return fixture.insertWithReservation(store, SCOPE);
    }

    private Jdbi counted(Jdbi jdbi) {
        return jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.add(context.getRenderedSql());
            }
        });
    }
}
