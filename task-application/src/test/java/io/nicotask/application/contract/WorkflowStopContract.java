package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract of {@link WorkflowOutbox} that is about stops, and what the other parts share. */
abstract class WorkflowStopContract extends StoreContract {

    static final int MANY = 100;
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration OVERDUE = StopStatus.ATTENTION_AFTER.plusSeconds(1);
    static final Duration DELAY = Duration.ofSeconds(5);
    static final DeliveryOutcome DELIVERED = new DeliveryOutcome.Delivered("site-namespace");
    static final DeliveryOutcome NOT_NEEDED = new DeliveryOutcome.NotNeeded();
    static final DeliveryOutcome CONFIRMED = new DeliveryOutcome.Confirmed();

    final WorkflowOutbox outbox;

    WorkflowStopContract(StoreUnderTest store, Class<? extends WorkflowOutbox> implementation) {
        super(store);
        this.outbox = implementation.cast(store.outbox());
    }

    @Test
    void a_stop_is_claimed_after_the_start_is_done() {
        Task task = aTaskToStart(1);
        outbox.enqueueStop(SCOPE, task.id(), Duration.ZERO);

        Claim start = onlyClaim();
        assertThat(start.kind()).isEqualTo(Kind.START);
        assertThat(due()).isEmpty();
        assertThat(outbox.claim(task.id(), LEASE)).isEmpty();
        assertThat(outbox.complete(start, DELIVERED)).isTrue();

        assertThat(onlyClaim().kind()).isEqualTo(Kind.STOP);
    }

    @Test
    void a_stop_waits_for_a_start_that_was_postponed() {
        Task task = aTaskToStart(1);
        outbox.enqueueStop(SCOPE, task.id(), Duration.ZERO);

        assertThat(outbox.postpone(onlyClaim(), DELAY, "engine unavailable")).isTrue();

        assertThat(due()).isEmpty();
        assertThat(outbox.claim(task.id(), LEASE)).extracting(Claim::kind).containsExactly(Kind.START);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stop_is_due_as_soon_as_the_start_is_done(boolean delivered) {
        Task task = aTaskToStart(1);
        outbox.enqueueStop(SCOPE, task.id(), DELAY);

        assertThat(outbox.complete(onlyClaim(), delivered ? DELIVERED : NOT_NEEDED))
                .isTrue();

        assertThat(onlyClaim().kind()).isEqualTo(Kind.STOP);
    }

    @Test
    void enqueueing_a_stop_again_changes_nothing() {
        Task task = aTaskToStop(1, DELAY);
        StopStatus first = stopOf(task);

        outbox.enqueueStop(SCOPE, task.id(), Duration.ZERO);
        outbox.enqueueStop(SCOPE, task.id(), Duration.ofHours(1));

        assertThat(stopOf(task)).isEqualTo(first);
        assertThat(due()).isEmpty();
        store.elapse(DELAY);
        assertThat(onlyClaim().claimNumber()).isEqualTo(1);
    }

    @Test
    void a_stop_is_found_in_its_scope_only() {
        Task task = aTaskToStop(1, Duration.ZERO);

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(outbox.stopOf(scope, task.id())).isEmpty();
        }
        assertThat(outbox.stopOf(SCOPE, task.id())).isPresent();
    }

    @Test
    void a_task_without_a_stop_has_no_stop_status() {
        Task task = aTaskToStart(1);

        assertThat(outbox.stopOf(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_stop_has_state_attempts_and_last_cause() {
        Task task = aTaskToStop(1, Duration.ZERO);
        assertThat(stopOf(task).state()).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(stopOf(task).attempts()).isZero();

        assertThat(outbox.postpone(onlyClaim(), Duration.ZERO, "engine unavailable"))
                .isTrue();
        store.elapse(StopStatus.ATTENTION_AFTER.plusSeconds(1));
        assertThat(stopOf(task).state()).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
        assertThat(stopOf(task).lastCause()).isEqualTo("engine unavailable");

        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();
        StopStatus confirmed = stopOf(task);
        assertThat(confirmed.state()).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(confirmed.attempts()).isEqualTo(2);
        assertThat(confirmed.lastCause()).isNull();
        assertThat(confirmed.confirmedAt()).isAfterOrEqualTo(confirmed.requestedAt());
    }

    @Test
    void a_stop_is_confirmed_once_the_rack_is_released_too() {
        Task task = aHolderToStop(1);

        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();
        store.elapse(DELAY);
        StopStatus closedOnly = stopOf(task);
        release(task);

        assertThat(closedOnly.state()).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(closedOnly.confirmedAt()).isNull();
        assertThat(stopOf(task).state()).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(stopOf(task).confirmedAt())
                .isAfterOrEqualTo(stopOf(task).requestedAt().plus(DELAY));
    }

    @Test
    void a_released_rack_alone_does_not_confirm_the_stop() {
        Task task = aHolderToStop(1);

        release(task);
        store.elapse(DELAY);
        StopStatus releasedOnly = stopOf(task);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();

        assertThat(releasedOnly.state()).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(releasedOnly.confirmedAt()).isNull();
        assertThat(stopOf(task).state()).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(stopOf(task).confirmedAt())
                .isAfterOrEqualTo(stopOf(task).requestedAt().plus(DELAY));
    }

    @Test
    void a_step_that_is_observed_within_its_limit_needs_no_attention_however_long_it_takes() {
        Task task = endedWithUnfinishedStep(1);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();

        for (int minute = 1; minute <= 8; minute++) {
            store.elapse(StopStatus.ATTENTION_AFTER);
            observeActing(task);
        }

        assertThat(stopOf(task).state()).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(stopOf(task).confirmedAt()).isNull();
        assertThat(stopOf(task).lastCause()).isEqualTo("2 of 2 components have not ended");
    }

    @Test
    void a_step_that_is_not_observed_for_too_long_needs_attention_until_it_is() {
        Task task = endedWithUnfinishedStep(1);
        StopStatus.State atFirst = stopOf(task).state();
        store.elapse(OVERDUE);
        StopStatus.State unobserved = stopOf(task).state();
        observeActing(task);

        assertThat(atFirst).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(unobserved).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
        assertThat(stopOf(task).state()).isEqualTo(StopStatus.State.REQUESTED);
    }

    @Test
    void a_step_over_its_time_limit_needs_attention_although_it_is_observed() {
        Task task = endedWithUnfinishedStep(1);

        store.elapse(TIME_LIMIT.plusSeconds(1));
        observeActing(task);

        assertThat(stopOf(task).state()).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
    }

    @Test
    void a_component_of_unknown_status_needs_attention_immediately() {
        Task task = endedWithUnfinishedStep(1);

        observeUnknown(task, Map.of(new ComponentId(new UUID(9, 1)), "memory lost"));
        StopStatus.State unknown = stopOf(task).state();
        observeActing(task);

        assertThat(unknown).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
        assertThat(stopOf(task).state()).isEqualTo(StopStatus.State.REQUESTED);
    }

    @Test
    void an_overdue_stop_needs_attention_although_a_lease_is_valid() {
        Task running = storedWithReservation(aRunningTask());
        cancel(running);
        outbox.enqueueStop(SCOPE, running.id(), Duration.ZERO);
        store.elapse(OVERDUE);
        acquireLease(running, "stage-1");

        assertThat(stopOf(running).state()).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
    }

    /** A terminated task that still holds its rack, and whose stop is requested. */
    final Task aHolderToStop(int number) {
        Task task = storedWithReservation(aTerminatedTask().number(number));
        outbox.enqueueStop(SCOPE, task.id(), Duration.ZERO);
        return task;
    }

    final Task aTaskToStart(int number) {
        Task task = stored(aPendingTask().number(number));
        outbox.enqueueStart(SCOPE, task.id());
        return task;
    }

    final Task aTaskToStop(int number, Duration delay) {
        Task task = stored(aTerminatedTask().number(number));
        outbox.enqueueStop(SCOPE, task.id(), delay);
        return task;
    }

    final List<Claim> due() {
        return outbox.claimDue(MANY, LEASE);
    }

    final Claim onlyClaim() {
        List<Claim> claims = due();
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    final StopStatus stopOf(Task task) {
        return outbox.stopOf(SCOPE, task.id()).orElseThrow();
    }

    final List<MonitoredWorkflow> monitored() {
        return store.watch().claimDue(MANY, LEASE);
    }
}
