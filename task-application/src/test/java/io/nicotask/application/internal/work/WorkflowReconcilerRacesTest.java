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

    private final RelayFixture world = new RelayFixture();

    @Test
    void no_attempt_begins_between_the_check_of_the_rack_and_the_end_of_a_task_whose_workflow_is_missing() {
        TaskId task = world.running(1);
        world.engine.loseMemory(world.site);
        reconcileWith(world.reconciler());

        reconcileWith(reconcilerOvertakenBy(() -> world.leased(task)));

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(world.isActing(task)).isFalse();
    }

    @Test
    void no_attempt_begins_between_the_check_of_the_rack_and_the_end_of_a_task_whose_other_run_has_closed() {
        TaskId task = world.running(1);
        world.engine.close(world.site, task, CloseStatus.FAILED);

        reconcileWith(reconcilerOvertakenBy(() -> world.leased(task)));

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(world.isActing(task)).isFalse();
    }

    @Test
    void no_miss_is_recorded_between_the_count_of_missing_workflows_and_the_end_of_a_task() {
        TaskId task = world.running(1);
        IntStream.rangeClosed(2, 4).forEach(world::running);
        world.clock.tick(WorkflowReconciler.INTERVAL);
        world.store
                .workflowMonitor()
                .claimDue(4, OutboxRelay.LEASE)
                .forEach(seen -> miss(seen, seen.task().equals(task) ? 1 : 0));
        world.engine.loseMemory(world.site);
        world.clock.tick(WorkflowReconciler.INTERVAL);
        List<MonitoredWorkflow> others = new ArrayList<>();

        List<Runnable> looks = reconcilerOvertakenBy(() -> others.forEach(seen -> miss(seen, 1)))
                .claimDue(1);
        others.addAll(world.store.workflowMonitor().claimDue(3, OutboxRelay.LEASE));
        looks.forEach(Runnable::run);

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(world.store.workflowMonitor().missingWorkflowsAt(world.site).missing())
                .isZero();
    }

    private void miss(MonitoredWorkflow watched, int times) {
        assertThat(world.store.workflowMonitor().recordCheck(watched, times, WorkflowReconciler.INTERVAL))
                .isTrue();
    }

    /**
     * A reconciler into which another action is inserted right after it has read what forbids an end: before the next
     * transaction begins. If the end is in the same transaction there is no such moment.
     */
    private WorkflowReconciler reconcilerOvertakenBy(Runnable other) {
        AtomicBoolean hasAsked = new AtomicBoolean();
        Ports sound = world.ports;
        Ports overtaken = new Ports(
                sound.tasks(),
                FailingPorts.callingBefore(
                        RackReservations.class, sound.racks(), (method, arguments) -> hasAsked.set(true)),
                sound.leases(),
                sound.outbox(),
                sound.audit(),
                sound.access(),
                FailingPorts.callingBefore(Transactions.class, sound.transactions(), (method, arguments) -> {
                    if (hasAsked.getAndSet(false)) {
                        other.run();
                    }
                }),
                sound.conflicts(),
                sound.clock());
        WorkflowMonitor watch = FailingPorts.callingBefore(
                WorkflowMonitor.class, world.store.workflowMonitor(), (method, arguments) -> {
                    if (method.equals("missingWorkflowsAt")) {
                        hasAsked.set(true);
                    }
                });
        return new WorkflowReconciler(overtaken, watch, world.engine);
    }

    private void reconcileWith(WorkflowReconciler sweep) {
        world.clock.tick(WorkflowReconciler.INTERVAL);
        sweep.claimDue(1).forEach(Runnable::run);
    }
}
