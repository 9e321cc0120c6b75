package io.nicotask.application.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowClosed;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The part of the contract of {@link TaskStorage} that is about when a stop permits the release of the rack: after the end
 * of external activities, or when an operator resolves it.
 */
abstract class StopReleaseContract extends StopFixture {

    private static final Duration ACTS_FOR = Duration.ofMinutes(2);

    StopReleaseContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        assertThat(store.storage()).isInstanceOf(implementation);
    }

    @Test
    void a_closed_workflow_permits_the_release_of_the_rack() {
        Task task = aHolderToStop(1);

        closeWorkflow(task);

        assertThat(stopOfHolder().permitsRelease(false)).isTrue();
        assertThat(stopOfHolder().permitsRelease(true)).isFalse();
        assertThat(stopOfHolder().actsFor()).isEmpty();
    }

    @Test
    void the_release_is_not_permitted_while_activities_of_a_closed_workflow_may_act() {
        Task task = aHolderToStop(1);

        closeWorkflow(task, ACTS_FOR);

        assertActsFor(stopOfHolder(), ACTS_FOR);
        store.elapse(ACTS_FOR.minus(INSTANT));
        assertThat(stopOfHolder().permitsRelease(false)).isFalse();
        assertThat(stopOfHolder().status()).isEqualTo(StopStatus.DRAINING);
        store.elapse(INSTANT);
        assertThat(stopOfHolder().permitsRelease(false)).isTrue();
    }

    @Test
    void a_check_of_the_rack_that_is_scheduled_with_the_evidence_is_due_when_the_release_is_permitted() {
        Task task = aHolderToStop(1);
        WorkItem item = claimed(task, Kind.STOP_WORKFLOW);

        store.writes()
                .write(
                        SCOPE,
                        RACK,
                        new WorkflowClosed(task.id(), ACTS_FOR),
                        new WorkCompleted(item),
                        new RackCheckScheduled(RACK, ACTS_FOR));

        store.elapse(ACTS_FOR.minus(INSTANT));
        assertThat(claimDue(Lane.UPKEEP)).extracting(WorkItem::kind).doesNotContain(Kind.SCHEDULE_RACK);
        store.elapse(INSTANT);
        assertThat(claimDue(Lane.UPKEEP)).extracting(WorkItem::kind).contains(Kind.SCHEDULE_RACK);
        assertThat(stopOfHolder().permitsRelease(false)).isTrue();
    }

    @Test
    void time_in_which_activities_may_act_does_not_count_towards_attention() {
        Task task = aHolderToStop(1);
        closeWorkflow(task, ACTS_FOR);

        store.elapse(ACTS_FOR.plus(Stop.ATTENTION_AFTER).minus(INSTANT));
        StopStatus draining = stopOf(task).status();
        store.elapse(INSTANT.multipliedBy(2));

        assertThat(draining).isEqualTo(StopStatus.DRAINING);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.NEEDS_ATTENTION);
    }

    @Test
    void the_first_evidence_of_a_closed_workflow_counts() {
        Task task = aHolderToStop(1);
        closeWorkflow(task, ACTS_FOR);
        Stop first = stopOf(task);
        store.elapse(DELAY);

        store.writes().write(SCOPE, RACK, new WorkflowClosed(task.id(), Duration.ZERO));
        store.writes().write(SCOPE, RACK, new WorkflowClosed(task.id(), ACTS_FOR.multipliedBy(2)));

        assertThat(stopOf(task).instants()).isEqualTo(first.instants());
        assertActsFor(stopOf(task), ACTS_FOR.minus(DELAY));
    }

    /** The clock of a store may advance a little with each call. */
    private static void assertActsFor(Stop stop, Duration time) {
        assertThat(stop.actsFor()).hasValueSatisfying(left -> assertThat(left).isBetween(time.minus(INSTANT), time));
    }

    @Test
    void resolving_a_stop_permits_the_release_although_activities_may_act() {
        Task task = aHolderToStop(1);
        closeWorkflow(task, ACTS_FOR);

        resolve(task);

        assertThat(stopOfHolder().permitsRelease(false)).isTrue();
    }

    @Test
    void a_resolved_stop_is_confirmed_once_the_rack_is_released() {
        Task task = aHolderToStop(1);

        resolve(task);
        Stop resolvedOnly = stopOf(task);
        release(task);

        assertThat(resolvedOnly.status()).isEqualTo(StopStatus.DRAINING);
        assertThat(resolvedOnly.instants().resolved()).isNotNull();
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void after_resolving_the_rack_may_be_released() {
        Task task = aHolderToStop(1);
        boolean before = stopOfHolder().permitsRelease(false);

        resolve(task);

        assertThat(before).isFalse();
        assertThat(stopOfHolder().permitsRelease(false)).isTrue();
        assertThat(stopOfHolder().permitsRelease(true)).isFalse();
    }

    @Test
    void resolving_again_keeps_the_time_of_confirmation() {
        Task task = aHolderToStop(1);
        resolve(task);
        release(task);
        Stop first = stopOf(task);

        store.elapse(DELAY);
        resolve(task);

        assertThat(Duration.between(confirmedAt(first), confirmedAt(stopOf(task))))
                .isLessThan(DELAY);
    }

    @Test
    void a_resolved_stop_is_still_delivered_and_stays_confirmed() {
        Task task = aHolderToStop(1);
        WorkItem item = claimed(task, Kind.STOP_WORKFLOW);
        resolve(task);
        release(task);

        assertThat(store.queue().postpone(item, Duration.ZERO, "engine unavailable"))
                .isTrue();
        Stop before = stopOf(task);
        closeWorkflow(task);

        assertThat(before.status()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(confirmedAt(stopOf(task))).isEqualTo(confirmedAt(before));
        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
    }

    @Test
    void resolving_a_stop_ends_its_unfinished_steps() {
        Task task = endedWithUnfinishedStep(1);
        closeWorkflow(task);
        List<StepStatus> before = stopOfHolder().steps();

        resolve(task);
        List<StepStatus> after = stopOfHolder().steps();
        release(task);

        assertThat(before).hasSize(1);
        assertThat(after).isEmpty();
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void resolving_a_task_without_a_stop_does_nothing() {
        Task task = aTaskToStart(1);

        resolve(task);

        assertThat(store.writes().stopOf(SCOPE, task.id())).isEmpty();
    }

    final Stop stopOfHolder() {
        return requireNonNull(occupancy(SCOPE, RACK).reservations().getFirst().stop());
    }

    private void closeWorkflow(Task task, Duration actsFor) {
        store.writes().closeWorkflow(SCOPE, task, claimed(task, Kind.STOP_WORKFLOW), actsFor);
    }
}
