package io.nicotask.application.internal.memory;

import io.nicotask.application.internal.memory.InMemoryReservation.RackKey;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes one decision at a time, so that nothing changes meanwhile. */
public final class InMemoryTaskStorage implements TaskStorage {

    private final InMemoryContents store;
    private final InstantSource clock;
    private final Duration attentionAfter;

    public InMemoryTaskStorage(InMemoryContents store, InstantSource clock, Duration attentionAfter) {
        this.store = store;
        this.clock = clock;
        this.attentionAfter = attentionAfter;
    }

    @Override
    public <R> Optional<R> decide(TaskScope scope, TaskId id, Function<TaskSnapshot, Decision<R>> decision) {
        return store.use(contents ->
                contents.task(scope, id).map(task -> write(scope, decision.apply(snapshotOf(scope, task)))));
    }

    @Override
    public <R> R decideOnRack(TaskScope scope, RackId rack, Function<RackOccupancy, Decision<R>> decision) {
        return store.use(contents -> write(scope, decision.apply(occupancyOf(scope, rack))));
    }

    @Override
    public <R> R decideOnMissing(TaskScope scope, RackId rack, Function<MissingSnapshot, Decision<R>> decision) {
        return store.use(contents -> write(
                scope,
                decision.apply(new MissingSnapshot(
                        occupancyOf(scope, rack), contents.missingWorkflowsAt(scope.site(), clock.instant())))));
    }

    @Override
    public <R> KeyedResult<R> decideOnce(
            TaskScope scope, RackId rack, IdempotencyKey once, Function<RackOccupancy, Decision<R>> decision) {
        InMemoryKeyUse.Key key = new InMemoryKeyUse.Key(once.org(), once.key());
        Instant now = clock.instant();
        return store.use(contents -> {
            InMemoryKeyUse use = contents.keys.get(key);
            if (use != null && use.isRemembered(now)) {
                return use.fingerprint().equals(once.fingerprint())
                        ? new KeyedResult.SameRequest<>(snapshotOf(
                                scope, contents.task(scope, use.task()).orElseThrow()))
                        : new KeyedResult.DifferentRequest<>();
            }
            Decision<R> decided = decision.apply(occupancyOf(scope, rack));
            R answer = write(scope, decided);
            decided.submitted()
                    .ifPresent(task -> contents.keys.put(key, new InMemoryKeyUse(once.fingerprint(), task.id(), now)));
            return new KeyedResult.Decided<>(answer);
        });
    }

    @Override
    public void write(TaskScope scope, List<Change> changes) {
        store.use(contents -> write(scope, new Decision<>(changes, changes)));
    }

    private <R> R write(TaskScope scope, Decision<R> decision) {
        new InMemoryDecision(store, scope, clock.instant(), attentionAfter).write(decision.changes());
        return decision.answer();
    }

    private TaskSnapshot snapshotOf(TaskScope scope, Task task) {
        RackOccupancy rack =
                task.state() instanceof Waiting ? occupancyOf(scope, task.spec().rack()) : null;
        return new TaskSnapshot(task, stopOf(task), rack, nextLeaseOf(task));
    }

    private @Nullable Lease nextLeaseOf(Task task) {
        return store.reservationOf(task.id())
                .filter(held -> !task.status().isTerminal())
                .map(held -> new Lease(task.id(), store.lastLease.incrementAndGet(), held.fencingToken()))
                .orElse(null);
    }

    private RackOccupancy occupancyOf(TaskScope scope, RackId rack) {
        if (!store.has(scope)) {
            return new RackOccupancy(clock.instant(), List.of(), List.of());
        }
        RackKey key = new RackKey(scope.site(), rack);
        Instant now = clock.instant();
        List<Reservation> reservations = store.reservations.values().stream()
                .filter(held -> held.isHeld() && held.rack().equals(key))
                .map(held -> new Reservation(
                        store.requireTask(held.task()),
                        store.leasesOf(held.task(), now),
                        store.stepKeysOf(held.task()),
                        stopOf(store.requireTask(held.task()))))
                .toList();
        return new RackOccupancy(now, reservations, store.waitingFor(key));
    }

    private @Nullable Stop stopOf(Task task) {
        return new InMemoryStopView(store, attentionAfter, clock.instant()).stopOf(task.id());
    }
}
