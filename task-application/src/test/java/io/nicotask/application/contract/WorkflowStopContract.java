package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopInstants;
import io.nicotask.domain.stop.StopState.Confirmed;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract of {@link WorkflowOutbox} that is about stops, and what the other parts share. */
abstract class WorkflowStopContract extends StoreContract {

    static final int MANY = 100;
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration OVERDUE = Stop.ATTENTION_AFTER.plusSeconds(1);
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
        Stop first = stopOf(task);

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
    void a_task_without_a_stop_has_none() {
        Task task = aTaskToStart(1);

        assertThat(outbox.stopOf(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_stop_has_status_attempts_and_last_cause() {
        Task task = aTaskToStop(1, Duration.ZERO);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(deliveryOf(task).attempts()).isZero();

        assertThat(outbox.postpone(onlyClaim(), Duration.ZERO, "engine unavailable"))
                .isTrue();
        store.elapse(Stop.ATTENTION_AFTER.plusSeconds(1));
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(deliveryOf(task).lastCause()).isEqualTo("engine unavailable");

        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();
        StopDelivery confirmed = deliveryOf(task);
        assertThat(confirmed.stop().status()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(confirmed.attempts()).isEqualTo(2);
        assertThat(confirmed.lastCause()).isNull();
        assertThat(confirmedAt(confirmed.stop()))
                .isAfterOrEqualTo(confirmed.stop().instants().decided());
    }

    @Test
    void a_stop_knows_when_the_last_unfinished_step_began_also_after_it_has_ended() {
        Task running = storedWithReservation(aRunningTask());
        StepKey last = new StepKey(running.id(), 2, ComponentType.CDU);
        insertStep(running, stepOf(running));
        store.elapse(DELAY);
        insertStep(running, last);
        store.elapse(DELAY);
        cancel(running);
        outbox.enqueueStop(SCOPE, running.id(), Duration.ZERO);
        Stop before = stopOf(running);

        assertThat(store.unfinishedSteps().end(SCOPE, last)).isTrue();
        outbox.enqueueStop(SCOPE, running.id(), Duration.ZERO);

        Instant begun = before.instants().lastCommandBegun();
        assertThat(begun).isEqualTo(before.steps().getLast().begun());
        assertThat(begun).isAfterOrEqualTo(before.steps().getFirst().begun().plus(DELAY));
        assertThat(begun).isBeforeOrEqualTo(before.instants().decided().minus(DELAY));
        assertThat(stopOf(running).instants()).isEqualTo(before.instants());
    }

    @Test
    void a_stop_of_a_task_without_an_unfinished_step_knows_no_command() {
        Task running = storedWithReservation(aRunningTask());
        insertStep(running, stepOf(running));
        assertThat(store.unfinishedSteps().end(SCOPE, stepOf(running))).isTrue();
        cancel(running);

        outbox.enqueueStop(SCOPE, running.id(), Duration.ZERO);

        assertThat(stopOf(running).instants().lastCommandBegun()).isNull();
    }

    @Test
    void a_stop_is_confirmed_once_the_rack_is_released_too() {
        Task task = aHolderToStop(1);

        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();
        store.elapse(DELAY);
        Stop closedOnly = stopOf(task);
        release(task);

        assertThat(closedOnly.status()).isEqualTo(StopStatus.DRAINING);
        assertThat(closedOnly.instants().engineClosed()).isNotNull();
        assertThat(closedOnly.instants().rackFree()).isNull();
        assertThat(confirmedAt(stopOf(task)))
                .isAfterOrEqualTo(stopOf(task).instants().decided().plus(DELAY));
    }

    @Test
    void a_released_rack_alone_does_not_confirm_the_stop() {
        Task task = aHolderToStop(1);

        release(task);
        store.elapse(DELAY);
        Stop releasedOnly = stopOf(task);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();

        assertThat(releasedOnly.status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(releasedOnly.instants().rackFree()).isNotNull();
        assertThat(confirmedAt(stopOf(task)))
                .isAfterOrEqualTo(stopOf(task).instants().decided().plus(DELAY));
    }

    @Test
    void the_rack_of_a_task_that_never_held_it_is_free_from_the_decision() {
        Task task = aTaskToStop(1, Duration.ZERO);

        StopInstants instants = stopOf(task).instants();

        assertThat(instants.rackFree()).isEqualTo(instants.decided());
    }

    @Test
    void a_step_that_is_observed_within_its_limit_needs_no_attention_however_long_it_takes() {
        Task task = endedWithUnfinishedStep(1);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();

        for (int minute = 1; minute <= 8; minute++) {
            store.elapse(Stop.ATTENTION_AFTER);
            observeActing(task);
        }

        assertThat(stopOf(task).status()).isEqualTo(StopStatus.DRAINING);
        assertThat(deliveryOf(task).lastCause()).isEqualTo("2 of 2 components have not ended");
    }

    @Test
    void a_step_that_is_not_observed_for_too_long_needs_attention_until_it_is() {
        Task task = endedWithUnfinishedStep(1);
        StopStatus atFirst = stopOf(task).status();
        store.elapse(OVERDUE);
        StopStatus unobserved = stopOf(task).status();
        observeActing(task);

        assertThat(atFirst).isEqualTo(StopStatus.REQUESTED);
        assertThat(unobserved).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.REQUESTED);
    }

    @Test
    void a_step_over_its_time_limit_needs_attention_although_it_is_observed() {
        Task task = endedWithUnfinishedStep(1);

        store.elapse(TIME_LIMIT.plusSeconds(1));
        observeActing(task);

        assertThat(stopOf(task).status()).isEqualTo(StopStatus.NEEDS_ATTENTION);
    }

    @Test
    void a_component_of_unknown_status_needs_attention_immediately() {
        Task task = endedWithUnfinishedStep(1);

        observeUnknown(task, Map.of(new ComponentId(new UUID(9, 1)), "memory lost"));
        StopStatus unknown = stopOf(task).status();
        observeActing(task);

        assertThat(unknown).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.REQUESTED);
    }

    @Test
    void an_overdue_stop_needs_attention_although_a_lease_is_valid() {
        Task running = storedWithReservation(aRunningTask());
        cancel(running);
        outbox.enqueueStop(SCOPE, running.id(), Duration.ZERO);
        store.elapse(OVERDUE);
        acquireLease(running, "stage-1");

        assertThat(stopOf(running).status()).isEqualTo(StopStatus.NEEDS_ATTENTION);
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

    final Stop stopOf(Task task) {
        return deliveryOf(task).stop();
    }

    final StopDelivery deliveryOf(Task task) {
        return outbox.stopOf(SCOPE, task.id()).orElseThrow();
    }

    /** Since when the stop is confirmed, or null. */
    static @Nullable Instant confirmedAt(Stop stop) {
        return stop.state() instanceof Confirmed confirmed ? confirmed.at() : null;
    }

    final List<MonitoredWorkflow> monitored() {
        return store.watch().claimDue(MANY, LEASE);
    }
}
