package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.FailingPorts;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What forbids the end of a task is read under the lock of its rack, and not before: it may change until then. */
final class WorkflowReconcilerRacesTest {

    private final RelayFixture fixture = new RelayFixture();

    @Test
    void an_attempt_that_begins_before_the_decision_keeps_a_task_whose_workflow_is_missing() {
        TaskId task = fixture.running(1);
        fixture.engine.loseMemory(fixture.site);
        fixture.reconcile(1);

        fixture.reconcile(reconcilerOvertakenBy(() -> fixture.acquireLease(task)), 1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.isActing(task)).isTrue();
    }

    @Test
    void an_attempt_that_begins_before_the_decision_keeps_a_task_whose_other_run_has_closed() {
        TaskId task = fixture.running(1);
        fixture.engine.close(fixture.site, task, CloseStatus.FAILED);

        fixture.reconcile(reconcilerOvertakenBy(() -> fixture.acquireLease(task)), 1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.isActing(task)).isTrue();
    }

    @Test
    void a_run_that_passes_the_gate_before_the_decision_keeps_its_task_when_another_run_has_closed() {
        TaskId task = fixture.started(1);
        fixture.engine.close(fixture.site, task, CloseStatus.FAILED);

        fixture.reconcile(
                reconcilerOvertakenBy(() -> {
                    fixture.passGate(task);
                    fixture.acquireLease(task);
                }),
                1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.isActing(task)).isTrue();
    }

    @Test
    void a_task_that_is_cancelled_before_the_decision_stays_cancelled() {
        TaskId task = fixture.running(1);
        fixture.engine.loseMemory(fixture.site);
        fixture.reconcile(1);

        fixture.reconcile(reconcilerOvertakenBy(() -> fixture.cancel(task)), 1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.TERMINATED);
    }

    @Test
    void workflows_that_are_missed_before_the_decision_count_as_missing() {
        TaskId task = fixture.running(1);
        IntStream.rangeClosed(2, 4).forEach(fixture::running);
        fixture.clock.tick(RelayFixture.INTERVAL);
        claimChecks(4).forEach(check -> recordMisses(check, check.task().equals(task) ? 1 : 0));
        fixture.engine.loseMemory(fixture.site);
        fixture.clock.tick(RelayFixture.INTERVAL);
        List<WorkItem> others = new ArrayList<>();

        List<Runnable> checks = reconcilerOvertakenBy(() -> others.forEach(workflow -> recordMisses(workflow, 1)))
                .claimDue(1);
        others.addAll(claimChecks(3));
        checks.forEach(Runnable::run);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.ports.monitor().missingWorkflowsAt(fixture.site).missing())
                .isEqualTo(4);
    }

    private List<WorkItem> claimChecks(int limit) {
        return fixture.ports.queue().claimDue(List.of(new Slots(Lane.CHECK, limit, limit, Map.of())));
    }

    private void recordMisses(WorkItem workflow, int times) {
        assertThat(fixture.ports.monitor().recordCheck(workflow, times, RelayFixture.INTERVAL))
                .isTrue();
    }

    /** A reconciler into which another action is inserted right before its next decision. */
    private WorkDispatcher reconcilerOvertakenBy(Runnable other) {
        AtomicBoolean isDone = new AtomicBoolean();
        Ports sound = fixture.ports;
        Ports overtaken = new Ports(
                FailingPorts.callingBefore(TaskStorage.class, sound.storage(), (method, arguments) -> {
                    if (!isDone.getAndSet(true)) {
                        other.run();
                    }
                }),
                sound.tasks(),
                sound.stops(),
                sound.queue(),
                sound.monitor(),
                sound.leases(),
                sound.unfinishedSteps(),
                sound.audit(),
                sound.access(),
                sound.conflicts(),
                sound.clock());
        return Dispatchers.reconciler(overtaken, fixture.engine);
    }
}
