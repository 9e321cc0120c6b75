package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.FailingPorts;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The transaction that ends a task also reads what forbids its end. Each test changes that as early as it can after the
 * read: before the next transaction begins.
 */
final class WorkflowReconcilerRacesTest {

    private final RelayFixture fixture = new RelayFixture();

    @Test
    void no_attempt_begins_between_the_check_of_the_rack_and_the_end_of_a_task_whose_workflow_is_missing() {
        TaskId task = fixture.running(1);
        fixture.engine.loseMemory(fixture.site);
        fixture.reconcile(1);

        fixture.reconcile(reconcilerOvertakenBy(() -> fixture.acquireLease(task)), 1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(fixture.isActing(task)).isFalse();
    }

    @Test
    void no_attempt_begins_between_the_check_of_the_rack_and_the_end_of_a_task_whose_other_run_has_closed() {
        TaskId task = fixture.running(1);
        fixture.engine.close(fixture.site, task, CloseStatus.FAILED);

        fixture.reconcile(reconcilerOvertakenBy(() -> fixture.acquireLease(task)), 1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(fixture.isActing(task)).isFalse();
    }

    @Test
    void no_miss_is_recorded_between_the_count_of_missing_workflows_and_the_end_of_a_task() {
        TaskId task = fixture.running(1);
        IntStream.rangeClosed(2, 4).forEach(fixture::running);
        fixture.clock.tick(WorkflowReconciler.INTERVAL);
        fixture.store
                .workflowMonitor()
                .claimDue(4, OutboxRelay.LEASE)
                .forEach(workflow -> recordMisses(workflow, workflow.task().equals(task) ? 1 : 0));
        fixture.engine.loseMemory(fixture.site);
        fixture.clock.tick(WorkflowReconciler.INTERVAL);
        List<MonitoredWorkflow> others = new ArrayList<>();

        List<Runnable> checks = reconcilerOvertakenBy(() -> others.forEach(workflow -> recordMisses(workflow, 1)))
                .claimDue(1);
        others.addAll(fixture.store.workflowMonitor().claimDue(3, OutboxRelay.LEASE));
        checks.forEach(Runnable::run);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(fixture.store
                        .workflowMonitor()
                        .missingWorkflowsAt(fixture.site)
                        .missing())
                .isZero();
    }

    private void recordMisses(MonitoredWorkflow workflow, int times) {
        assertThat(fixture.store.workflowMonitor().recordCheck(workflow, times, WorkflowReconciler.INTERVAL))
                .isTrue();
    }

    /**
     * A reconciler into which another action is inserted right after it has read what forbids an end: before the next
     * transaction begins. If the end is in the same transaction there is no such moment.
     */
    private WorkflowReconciler reconcilerOvertakenBy(Runnable other) {
        AtomicBoolean hasRead = new AtomicBoolean();
        Ports sound = fixture.ports;
        Ports overtaken = new Ports(
                sound.tasks(),
                FailingPorts.callingBefore(
                        RackReservations.class, sound.racks(), (method, arguments) -> hasRead.set(true)),
                sound.leases(),
                sound.unfinishedSteps(),
                sound.outbox(),
                sound.audit(),
                sound.keys(),
                sound.access(),
                FailingPorts.callingBefore(Transactions.class, sound.transactions(), (method, arguments) -> {
                    if (hasRead.getAndSet(false)) {
                        other.run();
                    }
                }),
                sound.conflicts(),
                sound.clock());
        WorkflowMonitor monitor = FailingPorts.callingBefore(
                WorkflowMonitor.class, fixture.store.workflowMonitor(), (method, arguments) -> {
                    if (method.equals("missingWorkflowsAt")) {
                        hasRead.set(true);
                    }
                });
        return new WorkflowReconciler(overtaken, monitor, fixture.engine);
    }
}
