package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.CombinedStatement.Part;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.IdempotencyKey;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The statement that writes all changes of a decision. What several changes write into one row is collected. */
final class DecisionStatement {

    private final TaskScope scope;
    private final CombinedStatement statement = new CombinedStatement();
    private final List<Task> granted;
    private final Set<TaskId> released;
    private final Set<TaskId> stops;
    private final Change.@Nullable RackCheckScheduled check;
    private @Nullable Predicate<Handle> trace;

    DecisionStatement(TaskScope scope, List<Change> changes) {
        this.scope = scope;
        this.granted = only(Change.RackGranted.class, changes)
                .map(Change.RackGranted::task)
                .toList();
        this.released = only(Change.RackReleased.class, changes)
                .map(Change.RackReleased::task)
                .collect(Collectors.toSet());
        this.stops = Stream.concat(
                        only(Change.StopResolved.class, changes).map(Change.StopResolved::task),
                        only(Change.EntryCompleted.class, changes)
                                .map(Change.EntryCompleted::claim)
                                .filter(claim -> claim.kind() == Kind.STOP)
                                .map(Claim::task))
                .collect(Collectors.toSet());
        this.check = only(Change.RackCheckScheduled.class, changes)
                .reduce((earlier, later) -> later)
                .orElse(null);
        changes.forEach(this::add);
        addRack();
    }

    private static <C extends Change> Stream<C> only(Class<C> kind, List<Change> changes) {
        return changes.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Stores the use of the key for a task that the decision submits. */
    void addKey(IdempotencyKey key, Task submitted, Instant now) {
        statement
                .add(DecisionSql.USE_KEY)
                .bind("org", key.org().value())
                .bind("key", key.key())
                .bind("fingerprint", key.fingerprint())
                .bind("task", submitted.id().value())
                .bind("now", now)
                .bind("expiredBefore", now.minus(IdempotencyKey.RETENTION));
    }

    boolean isEmpty() {
        return statement.isEmpty();
    }

    /** Returns how to recognize the decision after its commit; empty if it leaves no row that only it can write. */
    Optional<Predicate<Handle>> trace() {
        return Optional.ofNullable(trace);
    }

    /**
     * Writes the changes.
     *
     * @throws StaleTask if a task has changed since it was read
     * @throws LeaseExpired if a claim has expired
     */
    void execute(Handle handle) {
        statement.execute(handle);
    }

    private void add(Change change) {
        switch (change) {
            case Change.TaskSubmitted submitted -> addTask(submitted.task(), submitted.cause());
            case Change.TaskChanged changed -> changeTask(changed);
            case Change.RackGranted grant -> {}
            case Change.RackCheckScheduled scheduled -> {}
            case Change.RackReleased release -> release(release.task());
            case Change.LeaseAcquired acquired -> acquire(acquired);
            case Change.LeaseReleased ended ->
                statement
                        .add(DecisionSql.RELEASE_LEASE)
                        .bind("number", ended.lease().number());
            case Change.StepBegun begun -> begin(begun);
            case Change.StepEnded ended -> end(ended);
            case Change.LateOutcomeAdded late -> addLateOutcome(late.outcome(), "(values (1)) one");
            case Change.StopResolved resolved ->
                statement
                        .add(DecisionSql.RESOLVE_STOP)
                        .bind("task", resolved.task().value())
                        .bind("released", released.contains(resolved.task()));
            case Change.EntryCompleted completed ->
                JdbiWorkflowOutbox.complete(
                        statement,
                        completed.claim(),
                        completed.outcome(),
                        released.contains(completed.claim().task()));
            case Change.WorkflowChecked checked -> JdbiWorkflowMonitor.recordCheck(statement, checked);
            case Change.MonitoringStopped stopped -> JdbiWorkflowMonitor.stopMonitoring(statement, stopped.workflow());
            case Change.Audited audited -> JdbiAuditTrail.record(statement, audited.entry());
        }
    }

    private void addTask(Task task, ChangeCause cause) {
        if (!task.spec().site().equals(scope.site())) {
            throw new IllegalArgumentException(task + " is not of " + scope);
        }
        Part added = bindSite(statement.add(DecisionSql.INSERT_TASK))
                .bind("provider", scope.provider().value())
                .bindMap(TaskRow.specValues(task))
                .bindMap(TaskRow.stateValues(task))
                .orElseThrow(() -> new IllegalStateException(task + " is stored already, or not in " + scope));
        addHistory(added, null, task, cause);
    }

    private void changeTask(Change.TaskChanged changed) {
        Task before = changed.change().before();
        Task after = changed.change().after();
        Part part = statement
                .add(DecisionSql.UPDATE_TASK)
                .bindMap(TaskRow.stateValues(after))
                .bind("statusBefore", before.status().label())
                .bind("versionBefore", before.revision().version())
                .orElseThrow(() -> new StaleTask(before));
        if (before.status() != after.status()) {
            addHistory(part, before.status(), after, changed.change().cause());
        }
        if (after.status().isTerminal() && before.status().mayHaveWorkflow()) {
            bindSite(statement.add(DecisionSql.REQUEST_STOP.replace("<changed>", part.table())))
                    .bind("grace", Columns.seconds(changed.closeGrace()));
        }
    }

    private void addHistory(Part written, @Nullable TaskStatus from, Task after, ChangeCause cause) {
        statement
                .add(DecisionSql.INSERT_HISTORY.replace("<written>", written.table()))
                .bind("version", after.revision().version())
                .bind("statusBefore", from == null ? null : from.label())
                .bind("status", after.status().label())
                .bind("updatedAt", after.revision().updated())
                .bind("actor", cause.actor().name())
                .bind("reason", cause.reason() == null ? null : cause.reason().text())
                .bind("requestId", cause.requestId());
        trace = handle -> HistoryRow.isWritten(handle, after, cause);
    }

    /** The grants and the next check of the rack, in one update of its row. */
    private void addRack() {
        RackId rack = check == null
                ? granted.stream().map(task -> task.spec().rack()).findFirst().orElse(null)
                : check.rack();
        if (rack == null) {
            return;
        }
        Part updated = bindSite(statement.add(DecisionSql.UPDATE_RACK))
                .bind("rack", rack.value())
                .bind("grants", granted.size())
                .bind("scheduled", check != null)
                .bind("delay", check == null || check.delay() == null ? null : Columns.seconds(check.delay()));
        for (int i = 0; i < granted.size(); i++) {
            Task task = granted.get(i);
            bindSite(statement.add(DecisionSql.GRANT.replace("<rack>", updated.table())))
                    .bind("task", task.id().value())
                    .bind("later", granted.size() - 1 - i)
                    .orElseThrow(() -> new IllegalStateException(task + " got no rack"));
        }
    }

    private void release(TaskId task) {
        statement.add(DecisionSql.RELEASE).bind("task", task.value());
        if (!stops.contains(task)) {
            statement.add(DecisionSql.STOP_IS_DRAINED).bind("task", task.value());
        }
    }

    private void acquire(Change.LeaseAcquired acquired) {
        TaskId task = acquired.lease().task();
        statement
                .add(DecisionSql.ACQUIRE_LEASE)
                .bind("task", task.value())
                .bind("work", acquired.work())
                .bind("number", acquired.lease().number())
                .bind("limit", Columns.seconds(RackLeases.DURATION))
                .orElseThrow(() -> new IllegalStateException("Task " + task + " holds no rack of " + scope));
    }

    private void begin(Change.StepBegun begun) {
        bindSite(bindStep(statement.add(DecisionSql.BEGIN_STEP), begun.step()))
                .bind("policy", begun.interruptPolicy().name())
                .bind("token", begun.lease().fencingToken().value())
                .bind("limit", Columns.seconds(begun.timeLimit()));
    }

    private void end(Change.StepEnded ended) {
        Part deleted = bindStep(statement.add(DecisionSql.END_STEP), ended.step());
        if (ended.lateOutcome() != null) {
            addLateOutcome(ended.lateOutcome(), deleted.table());
        }
    }

    /** Adds a row for each row of the source. */
    private void addLateOutcome(LateOutcome late, String source) {
        statement
                .add(DecisionSql.INSERT_LATE_RESULT.replace("<source>", source))
                .bind("task", late.task().value())
                .bind("run", late.run().value())
                .bind("result", late.result())
                .bind("at", late.at());
    }

    private Part bindSite(Part part) {
        return part.bind("site", scope.site().value());
    }

    private static Part bindStep(Part part, StepKey step) {
        return part.bind("task", step.task().value())
                .bind("stage", step.stage())
                .bind("type", step.type().label());
    }
}
