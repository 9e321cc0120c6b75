package io.nicotask.application.memory;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.memory.InMemoryReservation.RackKey;
import io.nicotask.application.port.RackReservations;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class InMemoryRackReservations implements RackReservations {

    private final InMemoryTransactions store;
    private final InstantSource clock;
    private final Duration attentionAfter;

    InMemoryRackReservations(InMemoryTransactions store, InstantSource clock, Duration attentionAfter) {
        this.store = store;
        this.clock = clock;
        this.attentionAfter = attentionAfter;
    }

    @Override
    @CanIgnoreReturnValue
    public RackOccupancy lock(TaskScope scope, RackId rack) {
        RackKey key = new RackKey(scope.site(), rack);
        store.locks().lock(key);
        return store.read(
                contents -> contents.has(scope) ? occupancy(contents, key) : new RackOccupancy(List.of(), List.of()));
    }

    @Override
    public void grant(TaskScope scope, Task task) {
        RackKey rack = keyOf(task);
        store.locks().require(rack);
        store.write(contents -> {
            InMemoryReservation reservation =
                    new InMemoryReservation(task.id(), rack, nextFencingToken(contents, rack), null);
            if (contents.task(scope, task.id()).isEmpty()
                    || contents.reservations.putIfAbsent(task.id(), reservation) != null) {
                throw new IllegalStateException(task + " cannot be granted its rack");
            }
            return reservation;
        });
    }

    @Override
    public void release(TaskScope scope, TaskId task) {
        Instant now = clock.instant();
        store.write(contents -> contents.task(scope, task)
                .map(held ->
                        contents.reservations.computeIfPresent(task, (id, reservation) -> reservation.released(now)))
                .map(released -> contents.leases.removeIf(lease -> lease.isOf(task))));
    }

    @Override
    public void scheduleCheck(TaskScope scope, RackId rack, @Nullable Duration delay) {
        RackKey key = new RackKey(scope.site(), rack);
        Instant now = clock.instant();
        store.write(
                contents -> delay == null ? contents.checks.remove(key) : contents.checks.put(key, now.plus(delay)));
    }

    @Override
    public List<DueRack> claimDue(int limit, Duration delay) {
        Instant now = clock.instant();
        return store.write(contents -> {
            List<RackKey> due = contents.checks.entrySet().stream()
                    .filter(check -> !check.getValue().isAfter(now))
                    .sorted(Map.Entry.comparingByValue())
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .toList();
            due.forEach(rack -> contents.checks.put(rack, now.plus(delay)));
            return due.stream()
                    .map(rack -> new DueRack(rack.site(), rack.rack()))
                    .toList();
        });
    }

    private RackOccupancy occupancy(InMemoryContents contents, RackKey rack) {
        Instant now = clock.instant();
        List<Reservation> reservations = contents.reservations.values().stream()
                .filter(reservation ->
                        reservation.isHeld() && reservation.rack().equals(rack))
                .map(reservation -> reservationOf(contents, contents.tasks.get(reservation.task()), now))
                .toList();
        return new RackOccupancy(reservations, contents.waitingFor(rack));
    }

    private Reservation reservationOf(InMemoryContents contents, Task task, Instant now) {
        Stop stop = new InMemoryStopView(contents, attentionAfter, now).stopOf(task.id());
        return new Reservation(task, contents.leasesOf(task.id(), now), contents.stepKeysOf(task.id()), stop);
    }

    /** Released reservations are kept, so that the token only grows; every second number is for a quiesce. */
    private static FencingToken nextFencingToken(InMemoryContents contents, RackKey rack) {
        long before = contents.reservations.values().stream()
                .filter(reservation -> reservation.rack().equals(rack))
                .count();
        return new FencingToken(2 * (before + 1));
    }

    private static RackKey keyOf(Task task) {
        return new RackKey(task.spec().site(), task.spec().rack());
    }
}
