package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.CHANGED;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aSucceededTask;
import static io.nicotask.application.contract.TaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Attention;
import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.StopListing;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link StopListing} does. */
public abstract class StopListingContract extends StoreContract {

    private static final int MANY = 100;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final StopListing stops;

    protected StopListingContract(StoreUnderTest store, Class<? extends StopListing> implementation) {
        super(store);
        this.stops = implementation.cast(store.stops());
    }

    @Test
    void a_stop_that_is_not_confirmed_is_shown_as_it_is() {
        Task task = toStop(aTerminatedTask());
        postpone(task, "engine away");

        List<OpenStop> open = all();

        assertThat(open)
                .containsExactly(new OpenStop(SITE, task.id(), TaskStatus.TERMINATED, RACK, stopOf(task), List.of()));
        assertThat(open.getFirst().stop().state()).isEqualTo(Stop.State.REQUESTED);
        assertThat(open.getFirst().stop().attempts()).isEqualTo(1);
        assertThat(open.getFirst().stop().lastCause()).isEqualTo("engine away");
        assertThat(open.getFirst().reason()).isEmpty();
    }

    @Test
    void whatever_ended_the_task_its_stop_is_shown() {
        Task task = toStop(aSucceededTask());

        assertThat(all()).extracting(OpenStop::status).containsExactly(TaskStatus.SUCCEEDED);
        assertThat(all()).extracting(OpenStop::task).containsExactly(task.id());
    }

    @Test
    void an_overdue_stop_needs_attention_for_its_last_cause() {
        Task task = toStop(aTerminatedTask());
        postpone(task, "engine away");
        store.elapse(Stop.ATTENTION_AFTER.plusSeconds(1));

        assertThat(all()).extracting(open -> open.stop().state()).containsExactly(Stop.State.NEEDS_ATTENTION);
        assertThat(all().getFirst().reason()).contains("Not confirmed in time: engine away");
    }

    @Test
    void neither_what_is_confirmed_nor_what_was_never_asked_for_is_shown() {
        Task task = toStop(aTerminatedTask());
        confirm(task);
        release(task);
        granted(aRunningTask().number(2).on(OTHER_RACK));

        assertThat(all()).isEmpty();
    }

    @Test
    void a_stop_is_open_while_an_attempt_finishes_its_step() {
        Task running = granted(aRunningTask());
        Lease lease = leased(running, "stage-1");
        Task task = cancel(running);
        store.outbox().requestStop(HERE, task.id(), Duration.ZERO);
        confirm(task);
        settle(task);

        List<OpenStop> draining = all();
        assertThat(store.leases().renew(lease)).isEqualTo(Renewal.TASK_ENDED);
        store.transactions().inTransaction(() -> {
            store.racks().lock(HERE, RACK);
            store.leases().end(lease);
            store.racks().release(HERE, task.id());
            return task;
        });

        assertThat(draining).extracting(open -> open.stop().state()).containsExactly(Stop.State.REQUESTED);
        assertThat(all()).isEmpty();
    }

    @Test
    void components_that_somebody_must_look_at_are_shown_until_somebody_has() {
        Task task = toStop(aTerminatedTask());
        Attention first = needsLook(task, 1, "cut off");
        Attention second = needsLook(task, 2, "gave no answer");
        confirm(task);
        release(task);

        List<OpenStop> before = all();
        resolve(task);

        assertThat(before).hasSize(1);
        assertThat(before.getFirst().stop().state()).isEqualTo(Stop.State.NEEDS_ATTENTION);
        assertThat(before.getFirst().attentions()).containsExactly(first, second);
        assertThat(before.getFirst().reason()).contains("Somebody must look at components of the rack");
        assertThat(all()).isEmpty();
    }

    @Test
    void a_stop_that_was_resolved_is_not_shown_though_the_engine_is_asked_on() {
        Task task = toStop(aTerminatedTask());
        resolve(task);
        release(task);

        assertThat(all()).isEmpty();
        assertThat(store.outbox().claimDue(MANY, LEASE)).hasSize(1);
    }

    @Test
    void a_site_shows_its_own() {
        Task there = toStop(aTerminatedTask().at(OTHER_SITE).number(2), THERE);
        toStop(aTerminatedTask());

        assertThat(stops.walk(THERE, null, MANY)).extracting(OpenStop::task).containsExactly(there.id());
        for (TaskScope scope : List.of(ABROAD, FORGED)) {
            assertThat(stops.walk(scope, null, MANY)).isEmpty();
        }
    }

    @Test
    void the_longest_requested_come_first_and_a_walk_meets_each_once() {
        Task first = toStop(aTerminatedTask().number(3));
        store.elapse(Duration.ofSeconds(1));
        Task second = toStop(aTerminatedTask().number(1));
        store.elapse(Duration.ofSeconds(1));
        Task third = toStop(aTerminatedTask().number(2));
        confirm(second);
        needsLook(second, 1, "cut off");

        List<OpenStop> begun = stops.walk(HERE, null, 2);
        OpenStop last = begun.getLast();
        List<OpenStop> rest = stops.walk(HERE, new Position(last.stop().requestedAt(), last.task()), 2);

        assertThat(begun).extracting(OpenStop::task).containsExactly(first.id(), second.id());
        assertThat(rest).extracting(OpenStop::task).containsExactly(third.id());
    }

    @Test
    void those_requested_at_once_are_walked_over_by_the_ids_of_their_tasks() {
        TaskId low = new TaskId(UUID.fromString("7fffffff-0000-0000-0000-000000000001"));
        TaskId high = new TaskId(UUID.fromString("80000000-0000-0000-0000-000000000001"));
        toStop(aTerminatedTask().withId(high.value()));
        toStop(aTerminatedTask().withId(low.value()));
        OpenStop oldest = all().getFirst();

        List<OpenStop> behind = stops.walk(HERE, new Position(oldest.stop().requestedAt(), oldest.task()), MANY);

        assertThat(behind).hasSize(1).doesNotContain(oldest);
    }

    private List<OpenStop> all() {
        return stops.walk(HERE, null, MANY);
    }

    private Stop stopOf(Task task) {
        return store.outbox().stopOf(HERE, task.id()).orElseThrow();
    }

    private Task toStop(TaskFixture fixture) {
        return toStop(fixture, HERE);
    }

    private Task toStop(TaskFixture fixture, TaskScope scope) {
        Task task = fixture.grantedIn(store, scope);
        store.outbox().requestStop(scope, task.id(), Duration.ZERO);
        return task;
    }

    private void postpone(Task task, String cause) {
        store.outbox()
                .claim(task.id(), LEASE)
                .forEach(claim -> assertThat(store.outbox().postpone(claim, Duration.ZERO, cause))
                        .isTrue());
    }

    private void confirm(Task task) {
        store.outbox()
                .claim(task.id(), LEASE)
                .forEach(claim -> assertThat(store.outbox().done(claim, new Outcome.Confirmed()))
                        .isTrue());
    }

    private Attention needsLook(Task task, int component, String why) {
        ComponentId id = new ComponentId(new UUID(9, component));
        Attention attention = new Attention(task.id(), ComponentType.COMPUTE, id, why, CHANGED);
        store.tasks().keep(HERE, attention);
        return attention;
    }

    private void resolve(Task task) {
        store.transactions().inTransaction(() -> {
            store.racks().lock(HERE, task.request().rack());
            store.outbox().resolve(HERE, task.id());
            return task;
        });
    }

    /** Whoever frees a rack says when to look at it again. */
    private void settle(Task task) {
        store.transactions().inTransaction(() -> {
            store.racks().lock(HERE, task.request().rack());
            store.racks().lookAgain(HERE, task.request().rack(), LEASE);
            return task;
        });
    }
}
