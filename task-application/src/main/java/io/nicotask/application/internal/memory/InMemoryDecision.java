package io.nicotask.application.internal.memory;

import io.nicotask.application.internal.memory.InMemoryReservation.RackKey;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the changes of one decision: all of them, or none when one is refused. */
record InMemoryDecision(InMemoryContents store, TaskScope scope, Instant now, Duration attentionAfter) {

    void write(List<Change> changes) {
        InMemoryDecisionGuards guards = new InMemoryDecisionGuards(store, scope, now);
        changes.forEach(guards::check);
        changes.forEach(this::apply);
        changes.forEach(this::addIfConfirmed);
    }

    private void addIfConfirmed(Change change) {
        switch (change) {
            case Change.WorkflowClosed closed -> addIfConfirmed(closed.task());
            case Change.StopResolved resolved -> addIfConfirmed(resolved.task());
            case Change.RackReleased released -> addIfConfirmed(released.task());
            case Change.TaskSubmitted submitted -> {}
            case Change.TaskChanged changed -> {}
            case Change.RackGranted granted -> {}
            case Change.RackCheckScheduled scheduled -> {}
            case Change.LeaseAcquired acquired -> {}
            case Change.LeaseReleased ended -> {}
            case Change.StepBegun begun -> {}
            case Change.StepEnded step -> {}
            case Change.LateOutcomeAdded late -> {}
            case Change.WorkflowStarted started -> {}
            case Change.WorkflowCheckScheduled check -> {}
            case Change.WorkflowChecked checked -> {}
            case Change.StopAlerted alerted -> {}
            case Change.WorkCompleted work -> {}
            case Change.Audited audited -> {}
        }
    }

    private void addIfConfirmed(TaskId task) {
        Stop stop = new InMemoryStopView(store, attentionAfter, now).stopOf(task);
        if (stop != null && stop.status() == StopStatus.CONFIRMED) {
            store.addStopEvent(task, StopStatus.CONFIRMED, now);
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.TaskSubmitted submitted -> put(null, submitted.task(), submitted.cause());
            case Change.TaskChanged changed -> apply(changed);
            case Change.RackGranted granted -> grant(granted);
            case Change.RackReleased released -> release(released.task());
            case Change.RackCheckScheduled scheduled -> schedule(scheduled);
            case Change.LeaseAcquired acquired -> acquire(acquired);
            case Change.LeaseReleased released ->
                store.leases.removeIf(lease -> lease.lease().equals(released.lease()));
            case Change.StepBegun begun ->
                store.steps.putIfAbsent(
                        begun.step(),
                        InMemoryUnfinishedStep.begun(
                                begun.step(),
                                begun.interruptPolicy(),
                                begun.lease().fencingToken(),
                                now,
                                now.plus(begun.timeLimit())));
            case Change.StepEnded ended -> end(ended);
            case Change.LateOutcomeAdded added -> store.lateOutcomes.add(added.outcome());
            case Change.StopResolved resolved -> resolve(resolved.task());
            case Change.StopAlerted alerted -> store.addStopEvent(alerted.task(), StopStatus.NEEDS_ATTENTION, now);
            case Change.WorkCompleted completed -> store.work.remove(InMemoryWork.Key.of(completed.item()));
            case Change.WorkflowChecked checked -> checked(checked);
            case Change.WorkflowStarted started -> started(started);
            case Change.WorkflowCheckScheduled scheduled ->
                store.scheduleCheck(
                        scheduled.task(), scheduled.delay() == null ? null : now.plus(scheduled.delay()), now);
            case Change.WorkflowClosed closed -> closed(closed);
            case Change.Audited audited -> store.audit.add(audited.entry());
        }
    }

    private void put(@Nullable TaskStatus from, Task after, ChangeCause cause) {
        store.tasks.put(after.id(), after);
        if (from != after.status()) {
            store.addHistory(
                    after,
                    new HistoryEntry(from, after.status(), after.revision().updated(), cause));
        }
    }

    private void apply(Change.TaskChanged changed) {
        TaskChange change = changed.change();
        put(change.before().status(), change.after(), change.cause());
        if (change.after().status().isTerminal() && change.before().status().mayHaveWorkflow()) {
            requestStop(change.after().id(), changed.delivery());
        }
    }

    private void requestStop(TaskId task, Delivery delivery) {
        Stop stop = new InMemoryStopView(store, attentionAfter, now).requestedFor(task);
        store.stops.put(task, new InMemoryStop(now, null, null, stop.instants().lastCommandBegun(), null, 0));
        add(Kind.STOP_WORKFLOW, task.value(), dueBy(delivery));
        add(Kind.ALERT_STOP, task.value(), ClaimLease.due(now.plus(attentionAfter)));
        if (!store.stepsOf(task).isEmpty()) {
            add(Kind.OBSERVE_STEPS, task.value(), ClaimLease.due(now));
        }
        store.work.remove(keyOf(Kind.CHECK_WORKFLOW, task.value()));
        store.stepsOf(task).forEach(step -> store.steps.put(step.key(), step.taskEnded(now)));
    }

    private ClaimLease dueBy(Delivery delivery) {
        return delivery.claimed() ? ClaimLease.claimedFrom(now) : ClaimLease.due(now.plus(delivery.delay()));
    }

    private void add(Kind kind, UUID key, ClaimLease lease) {
        store.put(new InMemoryWork(keyOf(kind, key), now, lease, ""));
    }

    private InMemoryWork.Key keyOf(Kind kind, UUID key) {
        return new InMemoryWork.Key(kind, scope.site(), key);
    }

    private void started(Change.WorkflowStarted started) {
        store.workflows.put(started.task(), InMemoryWorkflow.started(started.namespace(), now));
        if (!store.requireTask(started.task()).status().isTerminal()
                && store.leasesOf(started.task(), now).isEmpty()) {
            store.checkBy(started.task(), now.plus(Change.WorkflowStarted.GATE_TIMEOUT), now);
        }
    }

    private void closed(Change.WorkflowClosed closed) {
        long tries = store.workFor(closed.task(), Kind.STOP_WORKFLOW)
                .map(work -> work.lease().claimNumber())
                .orElse(0L);
        Instant actsUntil = closed.actsFor().isZero() ? null : now.plus(closed.actsFor());
        store.stops.computeIfPresent(closed.task(), (task, stop) -> stop.closed(now, actsUntil, tries));
    }

    private void checked(Change.WorkflowChecked checked) {
        WorkItem item = checked.item();
        store.workHeldBy(item, now).ifPresent(held -> store.put(held.postponed(checked.delay(), "", now)));
        store.workflows.computeIfPresent(
                item.task(), (task, workflow) -> workflow.afterCheck(checked.notFoundCount(), now));
    }

    /** Released reservations are kept, so that the token only grows; every second number is for a quiesce. */
    private void grant(Change.RackGranted granted) {
        Task task = granted.task();
        RackKey rack = new RackKey(scope.site(), task.spec().rack());
        long before = store.reservations.values().stream()
                .filter(reservation -> reservation.rack().equals(rack))
                .count();
        store.reservations.put(
                task.id(), new InMemoryReservation(task.id(), rack, new FencingToken(2 * (before + 1)), null));
        add(Kind.START_WORKFLOW, task.id().value(), dueBy(granted.delivery()));
    }

    private void release(TaskId task) {
        store.reservationOf(task).ifPresent(held -> {
            store.reservations.put(task, held.released(now));
            store.leases.removeIf(lease -> lease.isOf(task));
        });
    }

    /** A result under a claim of the work that is replaced must be rejected, so its claims are counted on. */
    private void schedule(Change.RackCheckScheduled scheduled) {
        InMemoryWork.Key check = keyOf(Kind.SCHEDULE_RACK, scheduled.rack().value());
        InMemoryWork replaced = store.work.remove(check);
        if (scheduled.delay() != null) {
            ClaimLease lease = replaced == null ? ClaimLease.due(now) : replaced.lease();
            store.put(new InMemoryWork(check, now, lease.released(now.plus(scheduled.delay())), ""));
        }
    }

    private void acquire(Change.LeaseAcquired acquired) {
        TaskId task = acquired.lease().task();
        store.leases.replaceAll(
                former -> former.isOf(task) && former.work().equals(acquired.work()) ? former.takenOver() : former);
        store.leases.add(new InMemoryRackLease(acquired.lease(), acquired.work(), acquired.process(), false));
        store.work.computeIfAbsent(
                keyOf(Kind.CHECK_PROCESS, acquired.process().value()),
                key -> new InMemoryWork(key, now, ClaimLease.due(now.plus(RackLeases.DURATION)), ""));
    }

    private void end(Change.StepEnded ended) {
        boolean wasUnfinished = store.steps.remove(ended.step()) != null;
        if (wasUnfinished && ended.lateOutcome() != null) {
            store.lateOutcomes.add(ended.lateOutcome());
        }
    }

    private void resolve(TaskId task) {
        store.stops.computeIfPresent(task, (id, stop) -> stop.resolvedAt(now));
        store.steps.keySet().removeIf(step -> step.task().equals(task));
    }
}
