package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.StopQueries.StopDelivery;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.Confirmed;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.RackId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Base of the contracts that are about stops and work. */
abstract class StopFixture extends StoreContract {

    static final Duration OVERDUE = Stop.ATTENTION_AFTER.plusSeconds(1);
    static final Duration DELAY = Duration.ofSeconds(3);
    static final Duration INSTANT = Duration.ofMillis(1);
    static final Delivery LATER = new Delivery(DELAY, false);

    StopFixture(StoreUnderTest store) {
        super(store);
    }

    /** A terminated task that holds its rack, whose start was delivered and whose stop is due. */
    final Task aHolderToStop(int number) {
        return withStop(aTerminatedTask().number(number));
    }

    /** An ended task that holds its rack, whose start was delivered and whose stop is due. */
    final Task withStop(StoredTaskFixture ended) {
        Task task = storedWithReservation(ended);
        deliverStart(task);
        return task;
    }

    /** A Pending task that holds its rack, whose start is due. */
    final Task aTaskToStart(int number) {
        return storedWithReservation(aPendingTask().number(number));
    }

    /** A terminated task that never held its rack and has no start. */
    final Task aTaskToStop(int number, Delivery delivery) {
        return cancel(stored(aRunningTask().number(number)), delivery);
    }

    /** Tries to deliver the task's stop; it is due again at once. */
    final void postponeStop(Task task, String cause) {
        assertThat(store.queue().postpone(claimed(task, Kind.STOP_WORKFLOW), Duration.ZERO, cause))
                .isTrue();
    }

    /** Schedules a check of the rack, which is due after the delay. */
    final void scheduleCheck(TaskScope scope, RackId rack, Duration delay) {
        store.writes().scheduleCheck(scope, rack, delay);
    }

    static RackId rack(int number) {
        return new RackId(new UUID(7, number));
    }

    final Stop stopOf(Task task) {
        return store.writes().stopOf(SCOPE, task.id()).orElseThrow();
    }

    /** The task's stop, which is not confirmed, with its delivery. */
    final StopDelivery deliveryOf(Task task) {
        return store.stops()
                .find(SCOPE, task.id())
                .map(UnconfirmedStop::delivery)
                .orElseThrow();
    }

    /** Since when the stop is confirmed, or null. */
    static @Nullable Instant confirmedAt(Stop stop) {
        return stop.state() instanceof Confirmed confirmed ? confirmed.at() : null;
    }

    static ComponentId component(int number) {
        return new ComponentId(new UUID(9, number));
    }
}
