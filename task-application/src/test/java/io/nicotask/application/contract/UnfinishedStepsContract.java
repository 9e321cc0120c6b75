package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.port.Change.StepBegun;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.AttentionCause;
import io.nicotask.domain.stop.StopState.NeedsAttention;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of {@link UnfinishedSteps}, with the changes that begin and end steps. */
public abstract class UnfinishedStepsContract extends StopFixture {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final UnfinishedSteps steps;

    protected UnfinishedStepsContract(StoreUnderTest store, Class<? extends UnfinishedSteps> implementation) {
        super(store);
        this.steps = calls.recorded(UnfinishedSteps.class, implementation.cast(store.unfinishedSteps()));
    }

    @Test
    void recording_a_step_again_changes_nothing() {
        Task task = storedWithReservation(aRunningTask());
        StepKey other = new StepKey(task.id(), 1, ComponentType.CDU);
        insertStep(task, stepOf(task));
        insertStep(task, other);
        store.elapse(SECOND);

        Lease later = new Lease(task.id(), 2, new FencingToken(4));
        store.writes()
                .write(SCOPE, RACK, new StepBegun(stepOf(task), InterruptPolicy.INTERRUPTIBLE, later, TIME_LIMIT));

        assertThat(steps.find(SCOPE, task.id()))
                .containsExactly(
                        new UnfinishedStep(SITE, other, InterruptPolicy.RUN_TO_COMPLETION, new FencingToken(2), SECOND),
                        new UnfinishedStep(
                                SITE, stepOf(task), InterruptPolicy.RUN_TO_COMPLETION, new FencingToken(2), SECOND));
    }

    @Test
    void steps_are_found_by_stage_and_type() {
        Task task = storedWithReservation(aRunningTask().number(1));
        StepKey third = new StepKey(task.id(), 2, ComponentType.CDU);
        StepKey second = new StepKey(task.id(), 1, ComponentType.COMPUTE);
        StepKey first = new StepKey(task.id(), 1, ComponentType.CDU);
        List.of(third, second, first).forEach(step -> insertStep(task, step));
        Task other = storedWithReservation(aRunningTask().number(2));
        insertStep(other, stepOf(other));

        assertThat(steps.find(SCOPE, task.id())).extracting(UnfinishedStep::key).containsExactly(first, second, third);
    }

    @Test
    void the_stop_of_a_reservation_shows_that_a_step_is_unfinished() {
        Task task = endedWithUnfinishedStep(1);

        assertThat(stopOfHolder().steps())
                .extracting(StepStatus::type, StepStatus::unknown, StepStatus::cause)
                .containsExactly(tuple(ComponentType.COMPUTE, Map.of(), null));
        assertThat(stopOfHolder().steps())
                .allSatisfy(step -> assertThat(Duration.between(step.begun(), step.deadline()))
                        .isBetween(TIME_LIMIT, TIME_LIMIT.plusSeconds(1)));
        store.writes().endStep(SCOPE, RACK, stepOf(task));
        assertThat(stopOfHolder().steps()).isEmpty();
    }

    @Test
    void a_step_ends_by_its_own_end_only() {
        Task task = endedWithUnfinishedStep(1);

        store.writes().endStep(SCOPE, RACK, new StepKey(task.id(), 2, ComponentType.COMPUTE));
        store.writes().endStep(SCOPE, RACK, new StepKey(task.id(), 1, ComponentType.CDU));
        List<UnfinishedStep> before = steps.find(SCOPE, task.id());
        store.writes().endStep(SCOPE, RACK, stepOf(task));

        assertThat(before).extracting(UnfinishedStep::key).containsExactly(stepOf(task));
        assertThat(steps.find(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_status_is_unknown_since_it_was_last_known() {
        Task task = endedWithUnfinishedStep(1);
        store.elapse(Duration.ofSeconds(30));
        observeActing(task);
        store.elapse(Duration.ofSeconds(40));
        observeUnknown(task, Map.of());

        assertThat(steps.find(SCOPE, task.id()))
                .extracting(UnfinishedStep::unknownFor)
                .containsExactly(Duration.ofSeconds(40));
    }

    @Test
    void a_step_counts_as_not_observed_when_the_clock_was_set_back_until_the_next_observation() {
        Task task = endedWithUnfinishedStep(1);
        store.elapse(Duration.ofHours(-6));
        StopStatus setBack = stopOf(task).status();

        observeActing(task);

        assertThat(setBack).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(steps.find(SCOPE, task.id()))
                .extracting(UnfinishedStep::unknownFor)
                .containsExactly(Duration.ZERO);
    }

    @Test
    void an_unknown_status_is_unknown_from_the_first_observation_after_the_clock_was_set_back() {
        Task task = endedWithUnfinishedStep(1);
        store.elapse(Duration.ofHours(-6));
        observeUnknown(task, Map.of());
        store.elapse(SECOND);

        assertThat(steps.find(SCOPE, task.id()))
                .extracting(UnfinishedStep::unknownFor)
                .containsExactly(SECOND);
    }

    @Test
    void a_step_is_over_its_time_limit_in_time_although_the_clock_was_set_back() {
        Task task = endedWithUnfinishedStep(1);
        store.elapse(Duration.ofHours(-6));
        observeActing(task);

        store.elapse(TIME_LIMIT.plus(SECOND));
        observeActing(task);

        assertThat(stopOf(task).state()).isEqualTo(new NeedsAttention(AttentionCause.STEP_OVERDUE));
    }

    @Test
    void a_step_is_found_in_its_scope_only() {
        Task task = endedWithUnfinishedStep(1);

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(steps.find(scope, task.id())).isEmpty();
            steps.recordObservation(
                    scope, stepOf(task), new Observation(false, Map.of(component(1), "cut off"), "acting"));
        }

        assertThat(steps.find(SCOPE, task.id())).hasSize(1);
        assertThat(stopOf(task).steps())
                .extracting(StepStatus::unknown, StepStatus::cause)
                .containsExactly(tuple(Map.of(), null));
        assertThat(claimDue(Lane.UPKEEP)).isEmpty();
    }

    @Test
    void observing_a_step_that_has_ended_changes_nothing() {
        Task task = endedWithUnfinishedStep(1);
        StepKey other = new StepKey(task.id(), 2, ComponentType.CDU);
        insertStep(task, other);
        store.writes().endStep(SCOPE, RACK, stepOf(task));

        observeUnknown(task, Map.of(component(1), "cut off"));

        assertThat(steps.find(SCOPE, task.id())).extracting(UnfinishedStep::key).containsExactly(other);
        assertThat(stopOf(task).steps()).extracting(StepStatus::unknown).containsExactly(Map.of());
        assertThat(claimDue(Lane.UPKEEP)).isEmpty();
    }

    @Test
    void a_component_of_unknown_status_makes_the_alert_of_its_stop_due() {
        Task task = endedWithUnfinishedStep(1);
        endedWithUnfinishedStep(2);

        observeUnknown(task, Map.of(component(1), "cut off"));

        WorkItem alert = onlyDue(Lane.UPKEEP);
        assertThat(alert.kind()).isEqualTo(Kind.ALERT_STOP);
        assertThat(alert.task()).isEqualTo(task.id());
    }

    @Test
    void an_alert_is_not_made_due_without_a_component_of_unknown_status() {
        Task task = endedWithUnfinishedStep(1);

        observeActing(task);
        observeUnknown(task, Map.of());

        assertThat(claimDue(Lane.UPKEEP)).isEmpty();
    }

    @Test
    void an_alert_that_is_due_or_was_raised_is_not_made_due_again() {
        Task task = endedWithUnfinishedStep(1);
        store.elapse(OVERDUE);
        observeUnknown(task, Map.of(component(1), "cut off"));
        WorkItem alert = onlyDue(Lane.UPKEEP);

        observeUnknown(task, Map.of(component(1), "cut off"));
        List<WorkItem> whileClaimed = claimDue(Lane.UPKEEP);
        assertThat(store.queue().complete(alert)).isTrue();
        observeUnknown(task, Map.of(component(1), "cut off", component(2), "gave no answer"));

        assertThat(whileClaimed).isEmpty();
        store.elapse(OVERDUE);
        assertThat(claimDue(Lane.UPKEEP)).isEmpty();
    }

    private Stop stopOfHolder() {
        return requireNonNull(occupancy(SCOPE, RACK).reservations().getFirst().stop());
    }
}
