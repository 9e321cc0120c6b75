package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of the contract of {@link TaskStorage} that is about work: what decisions write, replace and remove. */
public abstract class DecisionWorkContract extends DecisionDeliveryContract {

    protected DecisionWorkContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store, implementation);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_task_that_ends_is_not_checked_but_stopped(UnaryOperator<Task> end) {
        Task task = storedWithReservation(aRunningTask());
        deliverStart(task);

        store.writes().write(SCOPE, RACK, TaskChanged.of(task, end.apply(task), CAUSE));

        assertIs(onlyDue(Lane.values()), Kind.STOP_WORKFLOW, task, 1);
    }

    static Stream<UnaryOperator<Task>> ends() {
        return Stream.of(
                StoredTaskFixture::cancelled,
                task -> applied(task.succeed(RUN, CHANGED)),
                task -> applied(task.fail(RUN, "it broke", CHANGED)));
    }

    @Test
    void a_pending_task_that_ends_has_a_stop_too() {
        Task task = stored(aPendingTask());

        cancel(task);

        assertIs(onlyDue(Lane.values()), Kind.STOP_WORKFLOW, task, 1);
    }

    @Test
    void the_end_of_a_task_that_never_had_a_workflow_writes_no_work() {
        Task task = stored(aWaitingTask());

        cancel(task, Delivery.CLAIMED);

        store.elapse(OVERDUE);
        assertThat(claimDue(Lane.values())).isEmpty();
        assertThat(store.writes().stopOf(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_change_that_does_not_end_the_task_writes_and_removes_no_work() {
        Task pending = storedWithReservation(aPendingTask());
        deliverStart(pending);
        Task running = applied(pending.start(RUN, CHANGED));
        Task reporting = applied(running.progress(RUN, ReportFixtures.ofEveryKind(), CHANGED));

        store.writes().write(SCOPE, RACK, TaskChanged.of(pending, running, CAUSE));
        store.writes().write(SCOPE, RACK, TaskChanged.of(running, reporting, CAUSE));

        store.elapse(OVERDUE);
        assertIs(onlyDue(Lane.values()), Kind.CHECK_WORKFLOW, pending, 1);
    }

    @Test
    void an_alert_is_due_when_the_stop_needs_attention_at_the_earliest() {
        Task task = aHolderToStop(1);

        store.elapse(Stop.ATTENTION_AFTER.minus(INSTANT));
        assertThat(claimDue(Lane.UPKEEP)).isEmpty();
        store.elapse(INSTANT);
        assertIs(onlyDue(Lane.UPKEEP), Kind.ALERT_STOP, task, 1);
    }

    @Test
    void the_unfinished_steps_of_a_task_are_observed_from_its_end() {
        Task task = storedWithReservation(aRunningTask());
        insertStep(task, stepOf(task));
        store.elapse(TIME_LIMIT.plus(INSTANT));
        List<WorkItem> before = claimDue(Lane.OBSERVATION);

        cancel(task, LATER);

        assertThat(before).isEmpty();
        assertIs(onlyDue(Lane.OBSERVATION), Kind.OBSERVE_STEPS, task, 1);
    }

    @Test
    void a_task_whose_steps_have_ended_is_not_observed() {
        Task task = storedWithReservation(aRunningTask().number(1));
        insertStep(task, stepOf(task));
        store.writes().endStep(SCOPE, RACK, stepOf(task));
        Task other = storedWithReservation(aRunningTask().number(2));
        insertStep(other, stepOf(other));

        cancel(task);

        assertThat(claimDue(Lane.OBSERVATION)).isEmpty();
    }

    @Test
    void a_started_workflow_is_checked_when_its_gate_is_overdue() {
        Task task = aTaskToStart(1);
        store.writes().startWorkflow(SCOPE, task, claimed(task, Kind.START_WORKFLOW), NAMESPACE);

        store.elapse(WorkflowStarted.GATE_TIMEOUT.minus(INSTANT));
        List<WorkItem> before = claimDue(Lane.CHECK);
        store.elapse(INSTANT);

        assertThat(before).isEmpty();
        assertIs(onlyDue(Lane.CHECK), Kind.CHECK_WORKFLOW, task, 1);
        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
    }

    @Test
    void the_acknowledgement_of_a_start_puts_no_check_off() {
        Task task = aTaskToStart(1);
        scheduleCheck(task, DELAY);

        store.writes().startWorkflow(SCOPE, task, claimed(task, Kind.START_WORKFLOW), NAMESPACE);

        store.elapse(DELAY);
        assertIs(onlyDue(Lane.CHECK), Kind.CHECK_WORKFLOW, task, 1);
    }

    @Test
    void the_workflow_of_a_task_whose_attempt_acts_is_not_checked_when_its_start_is_acknowledged() {
        Task acting = storedWithReservation(aRunningTask().number(1));
        acquireLease(acting, "stage-1");
        Task expired = storedWithReservation(aRunningTask().number(2));
        ProcessId process = attempts.newProcess();
        attempts.acquire(SCOPE, expired.id(), "stage-1", process);
        store.elapse(RackLeases.DURATION);
        Lease living = acquireLease(acting, "stage-1");

        for (Task task : List.of(acting, expired)) {
            store.writes().write(SCOPE, RACK, new WorkflowStarted(task.id(), NAMESPACE));
        }

        store.elapse(WorkflowStarted.GATE_TIMEOUT);
        assertThat(living.task()).isEqualTo(acting.id());
        assertIs(onlyDue(Lane.CHECK), Kind.CHECK_WORKFLOW, expired, 1);
    }

    @Test
    void a_scheduled_check_replaces_the_earlier_one_and_rejects_its_result() {
        Task task = aTaskToStart(1);
        deliverStart(task);
        WorkItem underWay = onlyDue(Lane.CHECK);

        scheduleCheck(task, DELAY);
        boolean whileScheduled = store.queue().complete(underWay);
        store.elapse(DELAY);
        WorkItem next = onlyDue(Lane.CHECK);
        scheduleCheck(task, null);
        boolean whileSuspended = store.queue().complete(next);
        scheduleCheck(task, Duration.ZERO);

        assertThat(whileScheduled).isFalse();
        assertThat(whileSuspended).isFalse();
        assertIs(onlyDue(Lane.CHECK), Kind.CHECK_WORKFLOW, task, 3);
    }

    @Test
    void a_check_that_is_not_scheduled_can_be_suspended() {
        Task task = aTaskToStart(1);

        scheduleCheck(task, null);

        store.elapse(OVERDUE);
        assertThat(claimDue(Lane.CHECK)).isEmpty();
    }

    @Test
    void a_workflow_that_was_started_after_its_task_had_ended_is_not_checked() {
        Task task = aTaskToStart(1);
        cancel(task);

        store.writes().write(SCOPE, RACK, new WorkflowStarted(task.id(), NAMESPACE));

        assertThat(claimDue(Lane.CHECK)).isEmpty();
        assertThat(store.monitor().find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 0, Duration.ZERO, false));
    }

    @Test
    void a_checked_workflow_is_due_again_after_the_delay() {
        Task task = aTaskToStart(1);
        deliverStart(task);
        WorkItem check = onlyDue(Lane.CHECK);

        store.writes().write(SCOPE, RACK, new WorkflowChecked(check, 2, DELAY));

        assertThat(store.monitor().find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 2, Duration.ZERO, false));
        assertThat(store.queue().complete(check)).isFalse();
        store.elapse(DELAY.minus(INSTANT));
        assertThat(claimDue(Lane.CHECK)).isEmpty();
        store.elapse(INSTANT);
        assertThat(onlyDue(Lane.CHECK).claimNumber()).isEqualTo(2);
    }

    @Test
    void a_decision_can_end_a_task_under_the_check_that_it_completes() {
        Task task = storedWithReservation(aRunningTask());
        deliverStart(task);
        WorkItem check = onlyDue(Lane.CHECK);

        store.writes().write(SCOPE, RACK, new WorkCompleted(check), TaskChanged.of(task, cancelled(task), CAUSE));

        assertIs(onlyDue(Lane.values()), Kind.STOP_WORKFLOW, task, 1);
        store.elapse(WorkQueue.CLAIM);
        assertThat(claimDue(Lane.CHECK)).isEmpty();
    }

    @Test
    void a_decision_can_end_a_task_under_the_start_that_it_completes() {
        Task task = aTaskToStart(1);
        Task failed = applied(task.fail(null, "Workflow could not be started", CHANGED));

        store.writes()
                .write(
                        SCOPE,
                        RACK,
                        new WorkCompleted(claimed(task, Kind.START_WORKFLOW)),
                        TaskChanged.of(task, failed, CAUSE));

        assertIs(onlyDue(Lane.values()), Kind.STOP_WORKFLOW, task, 1);
    }

    @Test
    void a_completed_item_is_removed_and_no_other() {
        Task task = aTaskToStart(1);
        Task other = aTaskToStart(2);

        store.writes().write(SCOPE, RACK, new WorkCompleted(claimed(task, Kind.START_WORKFLOW)));

        store.elapse(WorkQueue.CLAIM);
        assertThat(onlyDue(Lane.values()).task()).isEqualTo(other.id());
    }

    @Test
    void a_check_of_a_rack_replaces_the_earlier_one() {
        scheduleCheck(SCOPE, RACK, Duration.ZERO);
        scheduleCheck(SCOPE, RACK, DELAY);
        scheduleCheck(SCOPE, OTHER_RACK, DELAY);
        scheduleCheck(SCOPE, OTHER_RACK, Duration.ZERO);

        assertThat(claimDue(Lane.values())).extracting(WorkItem::rack).containsExactly(OTHER_RACK);
        store.elapse(DELAY);
        assertThat(claimDue(Lane.values())).extracting(WorkItem::rack).containsExactly(RACK);
    }

    @Test
    void a_check_of_a_rack_replaces_one_under_a_claim() {
        scheduleCheck(SCOPE, RACK, Duration.ZERO);
        assertThat(onlyDue(Lane.UPKEEP).rack()).isEqualTo(RACK);

        scheduleCheck(SCOPE, RACK, Duration.ZERO);

        assertThat(onlyDue(Lane.UPKEEP).rack()).isEqualTo(RACK);
    }

    @Test
    void a_rack_that_needs_no_further_check_is_not_due() {
        scheduleCheck(SCOPE, RACK, Duration.ZERO);
        scheduleCheck(SCOPE, OTHER_RACK, Duration.ZERO);
        scheduleCheck(OTHER_SITE_SCOPE, RACK, Duration.ZERO);

        store.writes().write(SCOPE, RACK, new RackCheckScheduled(RACK, null));
        store.writes().write(FOREIGN_SCOPE, RACK, new RackCheckScheduled(RACK, null));

        assertThat(claimDue(Lane.UPKEEP))
                .extracting(WorkItem::rack, WorkItem::site)
                .containsExactlyInAnyOrder(tuple(OTHER_RACK, SITE), tuple(RACK, OTHER_SITE));
    }
}
