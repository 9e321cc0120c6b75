package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.port.Change.StepBegun;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of {@link UnfinishedSteps}, with the changes that begin and end steps. */
public abstract class UnfinishedStepsContract extends StoreContract {

    private static final int MANY = 100;
    private static final Duration CLAIM = Duration.ofSeconds(5);
    private static final Set<SiteId> HERE = Set.of(SITE);

    private final UnfinishedSteps steps;

    protected UnfinishedStepsContract(StoreUnderTest store, Class<? extends UnfinishedSteps> implementation) {
        super(store);
        this.steps = implementation.cast(store.unfinishedSteps());
    }

    @Test
    void recording_a_step_again_changes_nothing() {
        Task task = storedWithReservation(aRunningTask());
        StepKey other = new StepKey(task.id(), 1, ComponentType.CDU);
        insertStep(task, stepOf(task));
        insertStep(task, other);
        store.elapse(CLAIM);

        Lease later = new Lease(task.id(), 2, new FencingToken(4));
        store.writes()
                .write(SCOPE, RACK, new StepBegun(stepOf(task), InterruptPolicy.INTERRUPTIBLE, later, TIME_LIMIT));

        assertThat(steps.find(SCOPE, task.id()))
                .extracting(
                        UnfinishedStep::site,
                        UnfinishedStep::key,
                        UnfinishedStep::interruptPolicy,
                        UnfinishedStep::fencingToken)
                .containsExactly(
                        tuple(SITE, other, InterruptPolicy.RUN_TO_COMPLETION, new FencingToken(2)),
                        tuple(SITE, stepOf(task), InterruptPolicy.RUN_TO_COMPLETION, new FencingToken(2)));
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
        assertThat(due()).isEmpty();
    }

    @Test
    void a_step_is_due_once_its_task_has_ended() {
        Task running = storedWithReservation(aRunningTask());
        insertStep(running, stepOf(running));
        store.elapse(TIME_LIMIT.plusSeconds(1));
        List<UnfinishedStep> before = due();
        cancel(running, Duration.ofMinutes(1));

        assertThat(before).isEmpty();
        assertThat(due()).extracting(UnfinishedStep::key).containsExactly(stepOf(running));
    }

    @Test
    void a_claimed_step_is_due_again_after_the_delay_and_an_observed_one_at_its_next_check() {
        Task task = endedWithUnfinishedStep(1);

        assertThat(due()).hasSize(1);
        assertThat(due()).isEmpty();
        store.elapse(CLAIM);
        assertThat(due()).hasSize(1);
        observeActing(task);
        assertThat(due()).isEmpty();
        store.elapse(Duration.ofSeconds(1));
        assertThat(due()).hasSize(1);
    }

    @Test
    void a_status_is_unknown_since_it_was_last_known() {
        Task task = endedWithUnfinishedStep(1);
        store.elapse(Duration.ofSeconds(30));
        observeActing(task);
        store.elapse(Duration.ofSeconds(40));
        observeUnknown(task, Map.of());

        assertThat(steps.find(SCOPE, task.id()).getFirst().unknownFor())
                .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
    }

    @Test
    void the_longest_due_steps_are_claimed_first_up_to_the_limit() {
        Task first = endedWithUnfinishedStep(2);
        store.elapse(Duration.ofSeconds(1));
        Task second = endedWithUnfinishedStep(1);

        assertThat(steps.claimDue(HERE, 1, CLAIM))
                .extracting(UnfinishedStep::key)
                .containsExactly(stepOf(first));
        assertThat(steps.claimDue(HERE, 1, CLAIM))
                .extracting(UnfinishedStep::key)
                .containsExactly(stepOf(second));
    }

    @Test
    void steps_of_other_sites_are_not_claimed() {
        endedWithUnfinishedStep(1);

        assertThat(steps.claimDue(Set.of(OTHER_SITE, FOREIGN_SITE), MANY, CLAIM))
                .isEmpty();
        assertThat(steps.claimDue(Set.of(), MANY, CLAIM)).isEmpty();
        assertThat(steps.claimDue(Set.of(SITE, OTHER_SITE), MANY, CLAIM)).hasSize(1);
    }

    @Test
    void a_step_is_found_in_its_scope_only() {
        Task task = endedWithUnfinishedStep(1);

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(steps.find(scope, task.id())).isEmpty();
            steps.recordObservation(
                    scope, stepOf(task), new Observation(true, Map.of(), "acting"), Duration.ofHours(1));
        }

        assertThat(steps.find(SCOPE, task.id())).hasSize(1);
        assertThat(due()).hasSize(1);
    }

    @Test
    void observing_a_step_that_has_ended_changes_nothing() {
        Task task = endedWithUnfinishedStep(1);
        store.writes().endStep(SCOPE, RACK, stepOf(task));

        observeActing(task);

        assertThat(steps.find(SCOPE, task.id())).isEmpty();
    }

    @Test
    void concurrent_claims_get_different_steps() {
        for (int number = 1; number <= 20; number++) {
            endedWithUnfinishedStep(number);
        }

        List<UnfinishedStep> claimed = ConcurrentRuns.of(8, this::due).stream()
                .flatMap(Collection::stream)
                .toList();

        assertThat(claimed).extracting(UnfinishedStep::key).doesNotHaveDuplicates();
        assertThat(claimed.size() + due().size()).isEqualTo(20);
    }

    private Stop stopOfHolder() {
        return requireNonNull(occupancy(SCOPE, RACK).reservations().getFirst().stop());
    }

    private List<UnfinishedStep> due() {
        return steps.claimDue(HERE, MANY, CLAIM);
    }
}
