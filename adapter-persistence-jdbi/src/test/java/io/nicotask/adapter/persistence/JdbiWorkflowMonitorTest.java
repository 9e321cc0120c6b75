package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.WorkflowMonitorContract;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JdbiWorkflowMonitorTest extends WorkflowMonitorContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    JdbiWorkflowMonitorTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiWorkflowMonitor.class);
    }

    @Test
    void a_locked_row_is_skipped_without_waiting() {
        TaskId locked = monitored(1);
        TaskId free = monitored(2);

        List<MonitoredWorkflow> claims = PostgresStoreUnderTest.jdbi().inTransaction(handle -> {
            handle.execute("select from workflow_monitor where task_id = ? for update", locked.value());
            return store.watch().claimDue(10, LEASE);
        });

        assertThat(claims).extracting(MonitoredWorkflow::task).containsExactly(free);
    }

    private TaskId monitored(int number) {
        TaskId task = storedWithReservation(aPendingTask().number(number)).id();
        store.outbox()
                .claim(task, LEASE)
                .forEach(start -> assertThat(
                                store.outbox().complete(start, new DeliveryOutcome.Delivered("site-namespace")))
                        .isTrue());
        return task;
    }
}
