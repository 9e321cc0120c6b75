package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.HERE;
import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.OTHER_RACK;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.TaskFixture.RUN;
import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Reports;
import io.nicotask.application.contract.TaskFixture;
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

/** A transaction asks the database a fixed number of times, however much there is in it. */
final class StatementCountTest {

    private final PostgresStoreUnderTest store = PostgresStoreUnderTest.emptied();
    private final List<String> statements = new ArrayList<>();
    private final RackLife life = new RackLife(
            new JdbiTransactions(counted(PostgresStoreUnderTest.jdbi())),
            new SettableClock(Instant.parse("2026-06-01T12:05:00Z")));

    @BeforeEach
    void there_are_a_few_tasks() {
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true, true));
        for (int number = 1; number <= 5; number++) {
            granted(aRunningTask().number(number).reporting(Reports.ofEveryKind()));
            aWaitingTask().number(10 + number).keptIn(store.tasks(), HERE);
        }
        statements.clear();
    }

    @Test
    void a_cancel_takes_six_statements() {
        Task task = aRunningTask().number(3).now();

        assertThat(life.cancel(task.id())).isTrue();

        assertThat(statements).hasSize(6);
    }

    @Test
    void a_submit_to_a_free_rack_takes_seven_statements() {
        Task task = aPendingTask().number(20).on(OTHER_RACK).now();

        assertThat(life.submit(task.id(), task.request())).isPresent();

        assertThat(statements).hasSize(7);
    }

    @Test
    void a_beat_takes_one_statement() {
        Task task = granted(aPendingTask().number(20).on(OTHER_RACK));
        Lease lease = life.begin(task.id(), RUN).orElseThrow();
        statements.clear();

        assertThat(life.ports().leases().renew(lease)).isNotNull();

        assertThat(statements).hasSize(1);
    }

    private Task granted(TaskFixture fixture) {
        return fixture.grantedIn(store, HERE);
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
