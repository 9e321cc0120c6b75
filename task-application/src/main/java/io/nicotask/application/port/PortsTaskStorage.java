package io.nicotask.application.port;

import io.nicotask.application.port.IdempotencyKeys.KeyState;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Carries out decisions on the ports of one store, each in one of its transactions. */
record PortsTaskStorage(
        TaskStore tasks,
        RackReservations racks,
        RackLeases leases,
        UnfinishedSteps unfinishedSteps,
        WorkflowOutbox outbox,
        AuditTrail audit,
        IdempotencyKeys keys,
        Transactions transactions,
        InstantSource clock)
        implements TaskStorage {

    @Override
    public <R> Optional<R> decide(TaskScope scope, TaskId task, Function<TaskSnapshot, Decision<R>> decision) {
        return Transactions.decide(
                transactions, () -> snapshot(scope, task).map(snapshot -> carryOut(scope, decision.apply(snapshot))));
    }

    @Override
    public <R> R decideOnRack(TaskScope scope, RackId rack, Function<RackOccupancy, Decision<R>> decision) {
        return Transactions.decide(transactions, () -> carryOut(scope, decision.apply(lock(scope, rack))));
    }

    @Override
    public <R> KeyedResult<R> decideOnce(
            TaskScope scope, RackId rack, IdempotencyKey key, Function<RackOccupancy, Decision<R>> decision) {
        return Transactions.decide(transactions, () -> decideUnderKey(scope, rack, key, decision));
    }

    private <R> KeyedResult<R> decideUnderKey(
            TaskScope scope, RackId rack, IdempotencyKey key, Function<RackOccupancy, Decision<R>> decision) {
        Instant now = clock.instant();
        return switch (keys.lock(key.org(), key.key(), key.fingerprint(), now)) {
            case KeyState.Unused unused -> {
                Decision<R> decided = decision.apply(lock(scope, rack));
                R answer = carryOut(scope, decided);
                submittedBy(decided)
                        .ifPresent(task -> keys.recordUse(key.org(), key.key(), key.fingerprint(), task.id(), now));
                yield new KeyedResult.Decided<>(answer);
            }
            case KeyState.SameRequest same ->
                new KeyedResult.SameRequest<>(
                        snapshotOf(scope, tasks.find(scope, same.task()).orElseThrow(), null));
            case KeyState.DifferentRequest different -> new KeyedResult.DifferentRequest<>();
        };
    }

    private static Optional<Task> submittedBy(Decision<?> decision) {
        return decision.changes().stream()
                .flatMap(change ->
                        change instanceof Change.TaskSubmitted submitted ? Stream.of(submitted.task()) : Stream.empty())
                .findFirst();
    }

    /** A waiting task is locked after its rack; a task that does not wait never will. */
    private Optional<TaskSnapshot> snapshot(TaskScope scope, TaskId id) {
        return tasks.find(scope, id).flatMap(read -> {
            RackOccupancy rack =
                    read.state() instanceof Waiting ? lock(scope, read.spec().rack()) : null;
            return tasks.lock(scope, id).map(locked -> snapshotOf(scope, locked, rack));
        });
    }

    private TaskSnapshot snapshotOf(TaskScope scope, Task task, @Nullable RackOccupancy rack) {
        Stop stop = task.status().isTerminal()
                ? outbox.stopOf(scope, task.id()).map(StopDelivery::stop).orElse(null)
                : null;
        Lease lease = task.status().mayHaveWorkflow()
                ? leases.nextLease(scope, task.id()).orElse(null)
                : null;
        return new TaskSnapshot(task, stop, rack, lease);
    }

    private RackOccupancy lock(TaskScope scope, RackId rack) {
        return racks.lock(scope, rack);
    }

    private <R> R carryOut(TaskScope scope, Decision<R> decision) {
        decision.changes().forEach(change -> write(scope, change));
        return decision.answer();
    }

    private void write(TaskScope scope, Change change) {
        switch (change) {
            case Change.TaskSubmitted submitted -> tasks.insertTask(scope, submitted.task(), submitted.cause());
            case Change.TaskChanged changed -> writeTask(scope, changed);
            case Change.RackGranted granted -> {
                racks.grant(scope, granted.task());
                outbox.enqueueStart(scope, granted.task().id());
            }
            case Change.RackReleased released -> racks.release(scope, released.task());
            case Change.RackCheckScheduled check -> racks.scheduleCheck(scope, check.rack(), check.delay());
            case Change.LeaseAcquired acquired -> leases.acquireLease(scope, acquired.lease(), acquired.work());
            case Change.LeaseReleased released -> leases.releaseLease(released.lease());
            case Change.StepBegun begun ->
                unfinishedSteps.insert(
                        scope,
                        begun.step(),
                        begun.interruptPolicy(),
                        begun.lease().fencingToken(),
                        begun.timeLimit());
            case Change.StepEnded ended -> endStep(scope, ended);
            case Change.StopResolved resolved -> outbox.resolveStop(scope, resolved.task());
            case Change.EntryCompleted completed -> complete(completed);
            case Change.Audited audited -> audit.record(audited.entry());
        }
    }

    private void writeTask(TaskScope scope, Change.TaskChanged changed) {
        TaskChange change = changed.change();
        tasks.update(scope, change);
        if (change.after().status().isTerminal() && change.before().status().mayHaveWorkflow()) {
            outbox.enqueueStop(scope, change.after().id(), changed.closeGrace());
        }
    }

    private void endStep(TaskScope scope, Change.StepEnded ended) {
        boolean wasUnfinished = unfinishedSteps.end(scope, ended.step());
        if (wasUnfinished && ended.lateOutcome() != null) {
            tasks.insertLateOutcome(scope, ended.lateOutcome());
        }
    }

    private void complete(Change.EntryCompleted completed) {
        if (!outbox.complete(completed.claim(), completed.outcome())) {
            throw new LeaseExpired("Another process may hold " + completed.claim());
        }
    }
}
