package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.WorkflowOutboxContract;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JdbiWorkflowOutboxTest extends WorkflowOutboxContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    JdbiWorkflowOutboxTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiWorkflowOutbox.class);
    }

    @Test
    void a_locked_row_is_skipped_without_waiting() {
        Task locked = aTaskToStart(1);
        Task free = aTaskToStart(2);

        List<Claim> claims = PostgresStoreUnderTest.jdbi().inTransaction(handle -> {
            handle.execute(
                    "select from workflow_outbox where task_id = ? for update",
                    locked.id().value());
            return store.outbox().claimDue(10, LEASE);
        });

        assertThat(claims).extracting(Claim::task).containsExactly(free.id());
    }

    @Test
    void an_uncommitted_entry_is_not_claimed() {
        Task task = stored(aPendingTask());

        store.transactions().inTransaction(() -> {
            store.outbox().enqueueStart(SCOPE, task.id());
            assertThat(ConcurrentRuns.elsewhere(() -> store.outbox().claimDue(10, LEASE)))
                    .isEmpty();
            return task;
        });

        assertThat(store.outbox().claimDue(10, LEASE)).hasSize(1);
    }

    private Task aTaskToStart(int number) {
        Task task = stored(aPendingTask().number(number));
        store.outbox().enqueueStart(SCOPE, task.id());
        return task;
    }
}
