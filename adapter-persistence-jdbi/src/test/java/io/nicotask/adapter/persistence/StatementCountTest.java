package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoreContract.HERE;
import static io.nicotask.application.contract.StoreContract.ORG;
import static io.nicotask.application.contract.StoreContract.PROVIDER;
import static io.nicotask.application.contract.StoreContract.SITE;
import static io.nicotask.application.contract.TaskFixture.CAUSE;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Reports;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskChange;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

/** A cancel asks the database a fixed number of times, however much there is in it. */
final class StatementCountTest {

    private final PostgresStoreUnderTest store = PostgresStoreUnderTest.emptied();
    private final List<String> statements = new ArrayList<>();
    private final JdbiTransactions transactions = new JdbiTransactions(counted(PostgresStoreUnderTest.jdbi()));

    @Test
    void a_cancel_takes_eight_statements() {
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true, true));
        for (int number = 1; number <= 5; number++) {
            aRunningTask().number(number).reporting(Reports.ofEveryKind()).keptIn(store.tasks(), HERE);
        }

        statements.clear();
        cancel(aRunningTask().number(3).now());

        assertThat(statements).hasSize(8);
    }

    /** What the use case asks of the ports, in its order. */
    private void cancel(Task wanted) {
        assertThat(new JdbiSiteDirectory(transactions).providerOf(ORG)).contains(PROVIDER);
        assertThat(new JdbiSiteDirectory(transactions).site(SITE)).isPresent();
        transactions.inTransaction(() -> {
            JdbiTaskStore tasks = new JdbiTaskStore(transactions);
            JdbiWorkflowOutbox outbox = new JdbiWorkflowOutbox(transactions);
            Task task = tasks.lock(HERE, wanted.id()).orElseThrow();
            tasks.update(HERE, new TaskChange(task, cancelled(task), CAUSE));
            outbox.requestStop(HERE, task.id(), Duration.ZERO);
            new JdbiAuditTrail(transactions).record(granted(task));
            return outbox.stopOf(HERE, task.id()).orElseThrow();
        });
    }

    private static AuditEntry granted(Task task) {
        Wish wish = new Wish(
                new Subject("ada"), ORG, Action.CANCEL_TASK, SITE, task.id(), new RequestOrigin("request-1", ""));
        return new AuditEntry(task.revision().updated(), wish, new Outcome.Granted(), null);
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
