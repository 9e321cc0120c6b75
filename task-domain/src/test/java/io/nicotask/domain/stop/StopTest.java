package io.nicotask.domain.stop;

import static io.nicotask.domain.stop.StopFixtures.ATTENTION_AFTER;
import static io.nicotask.domain.stop.StopFixtures.DECIDED;
import static io.nicotask.domain.stop.StopFixtures.LATE;
import static io.nicotask.domain.stop.StopFixtures.SOON;
import static io.nicotask.domain.stop.StopFixtures.TASK;
import static io.nicotask.domain.stop.StopFixtures.aStepBegunAt;
import static io.nicotask.domain.stop.StopFixtures.aStepKnownAt;
import static io.nicotask.domain.stop.StopFixtures.aStepOfUnknownStatus;
import static io.nicotask.domain.stop.StopFixtures.aStepWithDeadline;
import static io.nicotask.domain.stop.StopFixtures.aStop;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.stop.Stop.Resolution.AlreadyConfirmed;
import io.nicotask.domain.stop.Stop.Resolution.InProgress;
import io.nicotask.domain.stop.Stop.Resolution.Resolved;
import io.nicotask.domain.stop.StopState.AttentionCause;
import io.nicotask.domain.stop.StopState.Confirmed;
import io.nicotask.domain.stop.StopState.Draining;
import io.nicotask.domain.stop.StopState.NeedsAttention;
import io.nicotask.domain.stop.StopState.Requested;
import io.nicotask.domain.stop.StopState.StopInstants;
import io.nicotask.domain.value.ClockStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of a stop: when it is confirmed, when it needs attention, and when the rack may be released. */
final class StopTest {

    private static final Instant ONE = DECIDED.plusSeconds(10);
    private static final Instant TWO = DECIDED.plusSeconds(20);

    @Test
    void a_new_stop_is_requested_and_knows_when_the_last_command_began() {
        Instant first = DECIDED.minusSeconds(40);
        Instant last = DECIDED.minusSeconds(3);

        Stop stop =
                Stop.requested(TASK, List.of(aStepBegunAt(last), aStepBegunAt(first)), true, DECIDED, ATTENTION_AFTER);

        assertThat(stop.state()).isEqualTo(new Requested());
        assertThat(stop.instants()).isEqualTo(new StopInstants(DECIDED, null, null, last, null, null));
    }

    @Test
    void a_task_without_an_unfinished_step_has_begun_no_command() {
        Stop stop = Stop.requested(TASK, List.of(), true, DECIDED, ATTENTION_AFTER);

        assertThat(stop.instants().lastCommandBegun()).isNull();
    }

    @Test
    void the_status_of_each_step_counts_as_known_when_its_task_ends() {
        Stop stop = Stop.requested(
                TASK, List.of(aStepBegunAt(DECIDED.minus(ATTENTION_AFTER))), true, DECIDED, ATTENTION_AFTER);

        assertThat(stop.steps()).extracting(StepStatus::knownAt).containsExactly(DECIDED);
        assertThat(stop.stepsObserved(stop.steps(), DECIDED.plus(ATTENTION_AFTER))
                        .state())
                .isEqualTo(new Requested());
    }

    @Test
    void the_rack_of_a_task_that_holds_none_is_free_from_the_beginning() {
        Stop stop = Stop.requested(TASK, List.of(), false, DECIDED, ATTENTION_AFTER);

        assertThat(stop.engineClosed(ONE, Duration.ZERO).state()).isEqualTo(new Confirmed(ONE));
    }

    @ParameterizedTest
    @CsvSource({"10, , 20, 20", "20, , 10, 20", ", 10, 20, 20", ", 20, 10, 20", "20, 10, 5, 10", "10, 20, 5, 10"})
    void it_is_confirmed_since_the_workflow_was_closed_or_resolved_and_the_rack_was_released(
            Long closed, Long resolved, long released, long confirmed) {
        Stop stop = aStop().closed(after(closed))
                .resolved(after(resolved))
                .withRackFree(after(released))
                .build();

        assertThat(stop.state()).isEqualTo(new Confirmed(DECIDED.plusSeconds(confirmed)));
    }

    @Test
    void a_closed_workflow_alone_does_not_confirm_it() {
        assertThat(aStop().closed().build().state()).isEqualTo(new Draining());
    }

    @Test
    void an_operator_alone_does_not_confirm_it() {
        assertThat(aStop().resolved().build().state()).isEqualTo(new Draining());
    }

    @Test
    void a_released_rack_alone_does_not_confirm_it() {
        assertThat(aStop().withRackFree().build().state()).isEqualTo(new Requested());
    }

    @Test
    void it_stays_confirmed_since_the_same_instant_whatever_comes_later() {
        Stop confirmed = aStop().resolved(ONE).withRackFree(ONE).at(LATE).build();

        Stop later = confirmed
                .engineClosed(TWO, Duration.ZERO)
                .rackReleased(TWO)
                .stepsObserved(List.of(aStepOfUnknownStatus(TWO)), LATE);

        assertThat(later).isSameAs(confirmed);
    }

    @Test
    void the_first_instant_of_a_kind_counts() {
        Stop stop = aStop().build()
                .engineClosed(ONE, Duration.ZERO)
                .engineClosed(TWO, Duration.ZERO)
                .rackReleased(ONE)
                .rackReleased(TWO);

        assertThat(stop.instants()).isEqualTo(new StopInstants(DECIDED, ONE, null, null, ONE, null));
    }

    @Test
    void without_a_step_it_needs_attention_after_its_time_and_not_before() {
        Instant limit = DECIDED.plus(ATTENTION_AFTER);

        assertThat(aStop().at(limit).build().state()).isEqualTo(new Requested());
        assertThat(aStop().at(limit.plusNanos(1)).build().state())
                .isEqualTo(new NeedsAttention(AttentionCause.NOT_CONFIRMED));
        assertThat(aStop().closed().at(limit.plusNanos(1)).build().state())
                .isEqualTo(new NeedsAttention(AttentionCause.NOT_CONFIRMED));
    }

    @Test
    void the_rack_of_an_external_workflow_may_be_released_when_the_time_of_its_activities_is_over() {
        Stop read = aStop().at(DECIDED).build().engineClosed(ONE, Duration.ofSeconds(90));
        Instant limit = DECIDED.plusSeconds(90);

        assertThat(read.permitsRelease(false)).isFalse();
        assertThat(asOf(read, limit.minusNanos(1)).permitsRelease(false)).isFalse();
        assertThat(asOf(read, limit).permitsRelease(false)).isTrue();
        assertThat(asOf(read, limit).permitsRelease(true)).isFalse();
    }

    @Test
    void the_time_of_the_activities_of_an_external_workflow_counts_from_what_is_known_and_not_from_another_clock() {
        Stop read = aStop().at(LATE).build().engineClosed(DECIDED.minusSeconds(3600), Duration.ofSeconds(90));

        assertThat(read.instants().actsUntil()).isEqualTo(LATE.plusSeconds(90));
    }

    @Test
    void an_external_workflow_needs_attention_only_after_the_time_of_its_activities() {
        Stop read = aStop().at(DECIDED).build().engineClosed(ONE, Duration.ofSeconds(90));
        Instant limit = DECIDED.plusSeconds(90).plus(ATTENTION_AFTER);

        assertThat(asOf(read, limit).state()).isEqualTo(new Draining());
        assertThat(asOf(read, limit.plusNanos(1)).state()).isEqualTo(new NeedsAttention(AttentionCause.NOT_CONFIRMED));
    }

    @Test
    void an_operator_ends_the_time_of_the_activities_of_an_external_workflow() {
        Instant overdue = DECIDED.plusSeconds(90).plus(ATTENTION_AFTER).plusNanos(1);
        Stop read = asOf(aStop().at(DECIDED).build().engineClosed(ONE, Duration.ofHours(1)), overdue);
        Stop resolved =
                Stop.rehydrated(TASK, read.instants().withResolved(overdue), List.of(), overdue, ATTENTION_AFTER);

        assertThat(read.permitsRelease(false)).isFalse();
        assertThat(resolved.permitsRelease(false)).isTrue();
    }

    private static Stop asOf(Stop stop, Instant later) {
        return Stop.rehydrated(stop.task(), stop.instants(), stop.steps(), later, ATTENTION_AFTER);
    }

    @Test
    void the_time_after_which_it_needs_attention_is_configurable() {
        Stop stop = Stop.requested(TASK, List.of(), true, DECIDED, Duration.ofSeconds(1));

        assertThat(stop.stepsObserved(List.of(), DECIDED.plusSeconds(2)).state())
                .isEqualTo(new NeedsAttention(AttentionCause.NOT_CONFIRMED));
    }

    @Test
    void time_in_which_a_step_is_observed_within_its_limit_does_not_count() {
        Instant now = DECIDED.plusSeconds(599);

        Stop stop = aStop().closed().with(aStepKnownAt(now)).at(now).build();

        assertThat(stop.state()).isEqualTo(new Draining());
    }

    @Test
    void a_step_that_is_not_observed_for_too_long_needs_attention() {
        Instant limit = ONE.plus(ATTENTION_AFTER);

        assertThat(aStop().with(aStepKnownAt(ONE)).at(limit).build().state()).isEqualTo(new Requested());
        assertThat(aStop().with(aStepKnownAt(ONE))
                        .at(limit.plusNanos(1))
                        .build()
                        .state())
                .isEqualTo(new NeedsAttention(AttentionCause.STEP_NOT_OBSERVED));
    }

    @Test
    void a_step_over_its_time_limit_needs_attention_although_it_is_observed() {
        assertThat(aStop().with(aStepWithDeadline(ONE, ONE)).at(ONE).build().state())
                .isEqualTo(new Requested());
        assertThat(aStop().with(aStepWithDeadline(ONE, TWO)).at(TWO).build().state())
                .isEqualTo(new NeedsAttention(AttentionCause.STEP_OVERDUE));
    }

    @Test
    void without_a_step_it_needs_attention_when_the_clock_was_set_back_since_it_was_decided() {
        assertThat(aStop().at(DECIDED.minus(ClockStep.TOLERANCE)).build().state())
                .isEqualTo(new Requested());
        assertThat(aStop().at(DECIDED.minus(ClockStep.TOLERANCE).minusNanos(1))
                        .build()
                        .state())
                .isEqualTo(new NeedsAttention(AttentionCause.NOT_CONFIRMED));
    }

    @Test
    void a_step_counts_as_not_observed_when_the_clock_was_set_back_since_its_status_was_known() {
        Instant before = ONE.minus(ClockStep.TOLERANCE).minusNanos(1);

        assertThat(aStop().with(aStepKnownAt(ONE))
                        .at(ONE.minus(ClockStep.TOLERANCE))
                        .build()
                        .state())
                .isEqualTo(new Requested());
        assertThat(aStop().with(aStepKnownAt(ONE)).at(before).build().state())
                .isEqualTo(new NeedsAttention(AttentionCause.STEP_NOT_OBSERVED));
    }

    @Test
    void an_observation_moves_the_deadline_of_a_step_back_as_far_as_the_clock_was_set_back() {
        Instant setBack = ONE.minusSeconds(3600);
        StepStatus step = aStepWithDeadline(TWO, ONE);

        assertThat(step.observed(true, Map.of(), null, ONE.plusSeconds(1)).deadline())
                .isEqualTo(TWO);
        assertThat(step.observed(true, Map.of(), null, setBack).deadline()).isEqualTo(TWO.minusSeconds(3600));
        assertThat(step.observed(false, Map.of(), null, setBack).knownAt()).isEqualTo(setBack);
        assertThat(step.observed(false, Map.of(), null, TWO).knownAt()).isEqualTo(ONE);
    }

    @Test
    void a_component_of_unknown_status_needs_attention_at_once() {
        assertThat(aStop().with(aStepOfUnknownStatus(SOON)).at(SOON).build().state())
                .isEqualTo(new NeedsAttention(AttentionCause.COMPONENT_UNKNOWN));
    }

    @Test
    void one_step_is_enough_and_the_most_urgent_cause_counts() {
        Stop stop = aStop().with(aStepKnownAt(LATE), aStepKnownAt(DECIDED), aStepWithDeadline(SOON, LATE))
                .at(LATE)
                .build();

        assertThat(stop.state()).isEqualTo(new NeedsAttention(AttentionCause.STEP_OVERDUE));
    }

    @Test
    void the_cause_of_the_first_step_that_has_one_is_shown() {
        Stop stop = aStop().with(aStepOfUnknownStatus(SOON), aStepKnownAt(SOON)).build();

        assertThat(stop.stepCause()).contains("1 of 1 has not ended");
        assertThat(aStop().build().stepCause()).isEmpty();
    }

    @Test
    void the_rack_may_be_released_once_the_workflow_is_closed_or_resolved() {
        assertThat(aStop().build().permitsRelease(false)).isFalse();
        assertThat(aStop().closed().build().permitsRelease(false)).isTrue();
        assertThat(aStop().resolved().build().permitsRelease(false)).isTrue();
    }

    @Test
    void the_rack_is_not_released_while_an_attempt_holds_a_lease() {
        assertThat(aStop().closed().build().permitsRelease(true)).isFalse();
        assertThat(aStop().resolved().build().permitsRelease(true)).isFalse();
    }

    @Test
    void the_rack_is_not_released_while_a_step_was_not_seen_to_end() {
        assertThat(aStop().closed().with(aStepKnownAt(SOON)).build().permitsRelease(false))
                .isFalse();
        assertThat(aStop().closed()
                        .with(aStepOfUnknownStatus(SOON))
                        .at(LATE)
                        .build()
                        .permitsRelease(false))
                .isFalse();
    }

    @Test
    void a_stop_that_needs_attention_is_resolved_and_its_steps_end() {
        Stop stop = aStop().with(aStepOfUnknownStatus(SOON)).build();

        Stop resolved = ((Resolved) stop.resolve(false, ONE)).stop();

        assertThat(resolved.instants().resolved()).isEqualTo(ONE);
        assertThat(resolved.steps()).isEmpty();
        assertThat(resolved.permitsRelease(false)).isTrue();
        assertThat(resolved.rackReleased(TWO).state()).isEqualTo(new Confirmed(TWO));
    }

    @Test
    void resolving_again_keeps_the_first_instant() {
        Stop stop = aStop().resolved(ONE).at(LATE).build();

        assertThat(((Resolved) stop.resolve(false, TWO)).stop().instants().resolved())
                .isEqualTo(ONE);
    }

    @Test
    void a_stop_is_not_resolved_while_an_attempt_holds_a_lease() {
        Stop stop = aStop().with(aStepOfUnknownStatus(SOON)).build();

        assertThat(stop.resolve(true, ONE)).isEqualTo(new InProgress(stop));
    }

    @Test
    void a_stop_that_needs_no_attention_is_not_resolved() {
        Stop requested = aStop().build();
        Stop draining = aStop().closed().with(aStepKnownAt(SOON)).build();

        assertThat(requested.resolve(false, ONE)).isEqualTo(new InProgress(requested));
        assertThat(draining.resolve(false, ONE)).isEqualTo(new InProgress(draining));
    }

    @Test
    void a_confirmed_stop_is_already_confirmed_also_while_an_attempt_holds_a_lease() {
        Stop stop = aStop().closed().withRackFree().build();

        assertThat(stop.resolve(false, ONE)).isEqualTo(new AlreadyConfirmed(stop));
        assertThat(stop.resolve(true, ONE)).isEqualTo(new AlreadyConfirmed(stop));
    }

    private static Instant after(Long seconds) {
        return seconds == null ? null : DECIDED.plusSeconds(seconds);
    }
}
