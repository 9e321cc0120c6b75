package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.Confirmed;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Base of the contracts that are about stops and the outbox. */
abstract class StopFixture extends StoreContract {

    static final int MANY = 100;
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration OVERDUE = Stop.ATTENTION_AFTER.plusSeconds(1);
    static final Duration DELAY = Duration.ofSeconds(5);
    static final DeliveryOutcome NOT_NEEDED = new DeliveryOutcome.NotNeeded();
    static final DeliveryOutcome CONFIRMED = new DeliveryOutcome.Confirmed(Duration.ZERO);

    final WorkflowOutbox outbox;

    StopFixture(StoreUnderTest store) {
        super(store);
        this.outbox = store.outbox();
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

    /** A terminated task that never held its rack and has no start, whose stop is due after the delay. */
    final Task aTaskToStop(int number, Duration delay) {
        return cancel(stored(aRunningTask().number(number)), delay);
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
        return store.writes().stopOf(SCOPE, task.id()).orElseThrow();
    }

    final List<UnconfirmedStop> unconfirmed() {
        return store.stops().findUnconfirmed(SCOPE, null, MANY);
    }

    /** The task's stop, which is not confirmed, with its delivery. */
    final StopDelivery deliveryOf(Task task) {
        return unconfirmed().stream()
                .filter(open -> open.task().equals(task.id()))
                .findFirst()
                .orElseThrow()
                .delivery();
    }

    /** Since when the stop is confirmed, or null. */
    static @Nullable Instant confirmedAt(Stop stop) {
        return stop.state() instanceof Confirmed confirmed ? confirmed.at() : null;
    }

    final List<MonitoredWorkflow> monitored() {
        return store.watch().claimDue(MANY, LEASE);
    }

    static ComponentId component(int number) {
        return new ComponentId(new UUID(9, number));
    }
}
