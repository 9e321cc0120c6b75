package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.CHANGED;
import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Attention;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.application.port.WorkflowWatch.Watched;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link WorkflowOutbox} does with requests to stop, and how its contract makes them. */
abstract class WorkflowStopContract extends StoreContract {

    static final int MANY = 100;
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration DELAY = Duration.ofSeconds(5);
    static final Outcome DELIVERED = new Outcome.Delivered("site-namespace");
    static final Outcome NOT_NEEDED = new Outcome.NotNeeded();
    static final Outcome CONFIRMED = new Outcome.Confirmed();

    final WorkflowOutbox outbox;

    WorkflowStopContract(StoreUnderTest store, Class<? extends WorkflowOutbox> implementation) {
        super(store);
        this.outbox = implementation.cast(store.outbox());
    }

    @Test
    void a_stop_is_claimed_after_the_start_is_done() {
        Task task = aTaskToStart(1);
        outbox.requestStop(HERE, task.id(), Duration.ZERO);

        Claim start = onlyClaim();
        assertThat(start.kind()).isEqualTo(Kind.START);
        assertThat(due()).isEmpty();
        assertThat(outbox.claim(task.id(), LEASE)).isEmpty();
        assertThat(outbox.done(start, DELIVERED)).isTrue();

        assertThat(onlyClaim().kind()).isEqualTo(Kind.STOP);
    }

    @Test
    void a_stop_waits_for_a_start_that_was_postponed() {
        Task task = aTaskToStart(1);
        outbox.requestStop(HERE, task.id(), Duration.ZERO);

        assertThat(outbox.postpone(onlyClaim(), DELAY, "engine away")).isTrue();

        assertThat(due()).isEmpty();
        assertThat(outbox.claim(task.id(), LEASE)).extracting(Claim::kind).containsExactly(Kind.START);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_stop_is_due_as_soon_as_the_start_is_done(boolean delivered) {
        Task task = aTaskToStart(1);
        outbox.requestStop(HERE, task.id(), DELAY);

        assertThat(outbox.done(onlyClaim(), delivered ? DELIVERED : NOT_NEEDED)).isTrue();

        assertThat(onlyClaim().kind()).isEqualTo(Kind.STOP);
    }

    @Test
    void asking_again_changes_nothing() {
        Task task = aTaskToStop(1, DELAY);
        Stop first = stopOf(task);

        outbox.requestStop(HERE, task.id(), Duration.ZERO);
        outbox.requestStop(HERE, task.id(), Duration.ofHours(1));

        assertThat(stopOf(task)).isEqualTo(first);
        assertThat(due()).isEmpty();
        store.elapse(DELAY);
        assertThat(onlyClaim().attempt()).isEqualTo(1);
    }

    @Test
    void a_stop_is_shown_in_its_scope_only() {
        Task task = aTaskToStop(1, Duration.ZERO);

        for (TaskScope scope : List.of(THERE, ABROAD, FORGED)) {
            assertThat(outbox.stopOf(scope, task.id())).isEmpty();
        }
        assertThat(outbox.stopOf(HERE, task.id())).isPresent();
    }

    @Test
    void a_task_without_a_stop_shows_none() {
        Task task = aTaskToStart(1);

        assertThat(outbox.stopOf(HERE, task.id())).isEmpty();
    }

    @Test
    void a_stop_shows_how_far_it_is() {
        Task task = aTaskToStop(1, Duration.ZERO);
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.REQUESTED);
        assertThat(stopOf(task).attempts()).isZero();

        assertThat(outbox.postpone(onlyClaim(), Duration.ZERO, "engine away")).isTrue();
        store.elapse(Stop.ATTENTION_AFTER.plusSeconds(1));
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.NEEDS_ATTENTION);
        assertThat(stopOf(task).lastCause()).isEqualTo("engine away");

        assertThat(outbox.done(onlyClaim(), CONFIRMED)).isTrue();
        Stop confirmed = stopOf(task);
        assertThat(confirmed.state()).isEqualTo(Stop.State.CONFIRMED);
        assertThat(confirmed.attempts()).isEqualTo(2);
        assertThat(confirmed.lastCause()).isNull();
        assertThat(confirmed.confirmedAt()).isAfterOrEqualTo(confirmed.requestedAt());
    }

    @Test
    void a_stop_is_confirmed_when_the_rack_has_been_given_back_too() {
        Task task = aHolderToStop();

        assertThat(outbox.done(onlyClaim(), CONFIRMED)).isTrue();
        store.elapse(DELAY);
        Stop closedOnly = stopOf(task);
        release(task);

        assertThat(closedOnly.state()).isEqualTo(Stop.State.REQUESTED);
        assertThat(closedOnly.confirmedAt()).isNull();
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.CONFIRMED);
        assertThat(stopOf(task).confirmedAt())
                .isAfterOrEqualTo(stopOf(task).requestedAt().plus(DELAY));
    }

    @Test
    void a_rack_that_was_given_back_confirms_no_stop_by_itself() {
        Task task = aHolderToStop();

        release(task);
        store.elapse(DELAY);
        Stop releasedOnly = stopOf(task);
        assertThat(outbox.done(onlyClaim(), CONFIRMED)).isTrue();

        assertThat(releasedOnly.state()).isEqualTo(Stop.State.REQUESTED);
        assertThat(releasedOnly.confirmedAt()).isNull();
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.CONFIRMED);
        assertThat(stopOf(task).confirmedAt())
                .isAfterOrEqualTo(stopOf(task).requestedAt().plus(DELAY));
    }

    @Test
    void an_overdue_stop_needs_no_attention_while_an_attempt_finishes_its_step() {
        Task task = granted(aRunningTask());
        Lease lease = leased(task, "stage-1");
        cancel(task);
        outbox.requestStop(HERE, task.id(), Duration.ZERO);
        Duration pause = RackLeases.LIMIT.dividedBy(2);

        for (Duration gone = Duration.ZERO; gone.compareTo(Stop.ATTENTION_AFTER) <= 0; gone = gone.plus(pause)) {
            store.elapse(pause);
            assertThat(store.leases().renew(lease)).isEqualTo(Renewal.TASK_ENDED);
        }
        Stop draining = stopOf(task);
        store.elapse(RackLeases.LIMIT);

        assertThat(draining.state()).isEqualTo(Stop.State.REQUESTED);
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.NEEDS_ATTENTION);
    }

    @Test
    void a_component_that_must_be_looked_at_needs_attention_at_once_and_until_somebody_has_looked() {
        Task task = aHolderToStop();
        ComponentId component = new ComponentId(new UUID(9, 1));

        store.tasks().keep(HERE, new Attention(task.id(), ComponentType.COMPUTE, component, "cut off", CHANGED));
        Stop atOnce = stopOf(task);
        assertThat(outbox.done(onlyClaim(), CONFIRMED)).isTrue();
        release(task);

        assertThat(atOnce.state()).isEqualTo(Stop.State.NEEDS_ATTENTION);
        assertThat(atOnce.confirmedAt()).isNull();
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.NEEDS_ATTENTION);
        assertThat(stopOf(task).confirmedAt()).isNotNull();
    }

    /** A terminated task that still holds its rack, with its stop asked for. */
    private Task aHolderToStop() {
        Task task = granted(aTerminatedTask());
        outbox.requestStop(HERE, task.id(), Duration.ZERO);
        return task;
    }

    final Task aTaskToStart(int number) {
        Task task = kept(aPendingTask().number(number));
        outbox.requestStart(HERE, task.id());
        return task;
    }

    final Task aTaskToStop(int number, Duration delay) {
        Task task = kept(aTerminatedTask().number(number));
        outbox.requestStop(HERE, task.id(), delay);
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
        return outbox.stopOf(HERE, task.id()).orElseThrow();
    }

    final List<Watched> watched() {
        return store.watch().claimDue(MANY, LEASE);
    }
}
