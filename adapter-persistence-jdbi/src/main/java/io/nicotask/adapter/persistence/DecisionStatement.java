package io.nicotask.adapter.persistence;

import io.nicotask.adapter.persistence.CombinedStatement.Part;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.SiteDirectory.SiteRetired;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The statement that writes all changes of a decision. What several changes write into one row is collected. */
final class DecisionStatement {

    private final TaskScope scope;
    private final List<Change> changes;
    private final Duration attentionAfter;
    private final CombinedStatement statement = new CombinedStatement();
    private final Set<TaskId> stops = new LinkedHashSet<>();
    private @Nullable Predicate<Handle> trace;

    /** Makes the alert of a stop due after {@code attentionAfter}. */
    DecisionStatement(TaskScope scope, List<Change> changes, Duration attentionAfter) {
        this.scope = scope;
        this.changes = changes;
        this.attentionAfter = attentionAfter;
        changes.forEach(this::add);
        addGrants(only(Change.RackGranted.class).toList());
        stops.forEach(this::updateStop);
        only(Change.RackCheckScheduled.class).reduce((earlier, later) -> later).ifPresent(this::schedule);
    }

    private <C extends Change> Stream<C> only(Class<C> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Stores the use of the key for a task that the decision submits. */
    void addKey(IdempotencyKey key, Task submitted) {
        statement
                .add(DecisionSql.USE_KEY)
                .bind("org", key.org().value())
                .bind("key", key.key())
                .bind("fingerprint", key.fingerprint())
                .bind("task", submitted.id().value())
                .bind("retention", Columns.seconds(IdempotencyKey.RETENTION));
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
            case Change.WorkflowClosed closed -> stops.add(closed.task());
            case Change.RackReleased release -> addEvidence(release.task(), DecisionSql.RELEASE);
            case Change.LeaseAcquired acquired -> acquire(acquired);
            case Change.LeaseReleased ended ->
                statement
                        .add(DecisionSql.RELEASE_LEASE)
                        .bind("number", ended.lease().number());
            case Change.StepBegun begun -> begin(begun);
            case Change.StepEnded ended -> end(ended);
            case Change.LateOutcomeAdded late -> addLateOutcome(late.outcome(), "(values (1)) one");
            case Change.StopResolved resolved -> addEvidence(resolved.task(), DecisionSql.END_STEPS);
            case Change.StopAlerted alerted ->
                statement
                        .add(DecisionSql.ALERT_STOP)
                        .bind("task", alerted.task().value());
            case Change.WorkflowStarted started -> start(started);
            case Change.WorkflowCheckScheduled scheduled ->
                WorkRow.schedule(statement, scope.site(), scheduled.task(), scheduled.delay());
            case Change.WorkflowChecked checked ->
                JdbiWorkflowMonitor.recordCheck(
                        statement, checked.item(), checked.notFoundCount(), false, checked.delay());
            case Change.WorkCompleted done -> WorkRow.complete(statement, done.item());
            case Change.Audited audited -> JdbiAuditTrail.record(statement, audited.entry());
        }
    }

    private void addTask(Task task, ChangeCause cause) {
        if (!task.spec().site().equals(scope.site())) {
            throw new IllegalArgumentException(task + " is not of " + scope);
        }
        Part site = bindSite(statement.add(DecisionSql.LOCK_SITE))
                .bind("provider", scope.provider().value())
                .orElseThrow(() -> new IllegalStateException(task + " is not in " + scope));
        Part inService = statement
                .add(DecisionSql.SITE_IN_SERVICE.replace("<site>", site.table()))
                .orElseThrow(() -> new SiteRetired("Site " + scope.site() + " is retired"));
        Part added = statement
                .add(DecisionSql.INSERT_TASK.replace("<site>", inService.table()))
                .bindMap(TaskRow.specValues(task))
                .bindMap(TaskRow.stateValues(task))
                .orElseThrow(() -> new IllegalStateException(task + " is stored already"));
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
            requestStop(after.id(), part, changed.delivery());
        }
    }

    private void requestStop(TaskId task, Part changed, Delivery delivery) {
        bindSite(statement.add(DecisionSql.INSERT_STOP.replace("<changed>", changed.table())));
        put(Kind.STOP_WORKFLOW, task.value(), delivery, WorkRow.ALWAYS);
        put(Kind.ALERT_STOP, task.value(), new Delivery(attentionAfter, false), WorkRow.ALWAYS);
        put(Kind.OBSERVE_STEPS, task.value(), Delivery.AT_ONCE, WorkRow.IF_STEP_UNFINISHED);
        remove(Kind.CHECK_WORKFLOW, task.value());
    }

    private void start(Change.WorkflowStarted started) {
        UUID task = started.task().value();
        statement.add(DecisionSql.INSERT_WORKFLOW).bind("task", task).bind("namespace", started.namespace());
        WorkRow.putFirstCheck(statement, scope.site(), started.task());
    }

    private void schedule(Change.RackCheckScheduled scheduled) {
        UUID rack = scheduled.rack().value();
        if (scheduled.delay() == null) {
            remove(Kind.SCHEDULE_RACK, rack);
        } else {
            put(Kind.SCHEDULE_RACK, rack, new Delivery(scheduled.delay(), false), WorkRow.ALWAYS);
        }
    }

    private void put(Kind kind, UUID key, Delivery delivery, String condition) {
        WorkRow.put(statement, scope.site(), kind, key, delivery, condition);
    }

    /** Removes work that the decision does not complete, which would be a second write of its row. */
    private void remove(Kind kind, UUID key) {
        if (only(Change.WorkCompleted.class)
                .map(Change.WorkCompleted::item)
                .noneMatch(item -> item.kind() == kind && item.key().equals(key))) {
            WorkRow.remove(statement, scope.site(), kind, key);
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

    private void addGrants(List<Change.RackGranted> granted) {
        if (granted.isEmpty()) {
            return;
        }
        Part taken = bindSite(statement.add(DecisionSql.TAKE_TOKENS))
                .bind("rack", granted.getFirst().task().spec().rack().value())
                .bind("grants", granted.size());
        for (int i = 0; i < granted.size(); i++) {
            Task task = granted.get(i).task();
            statement
                    .add(DecisionSql.GRANT.replace("<rack>", taken.table()))
                    .bind("task", task.id().value())
                    .bind("later", granted.size() - 1 - i)
                    .orElseThrow(() -> new IllegalStateException(task + " got no rack"));
            put(Kind.START_WORKFLOW, task.id().value(), granted.get(i).delivery(), WorkRow.ALWAYS);
        }
    }

    private void addEvidence(TaskId task, String sql) {
        statement.add(sql).bind("task", task.value());
        stops.add(task);
    }

    private void updateStop(TaskId task) {
        Optional<Duration> actsFor = only(Change.WorkflowClosed.class)
                .filter(closed -> closed.task().equals(task))
                .map(Change.WorkflowClosed::actsFor)
                .findFirst();
        statement
                .add(DecisionSql.UPDATE_STOP)
                .bind("task", task.value())
                .bind("closed", actsFor.isPresent())
                .bind("actsFor", Columns.seconds(actsFor.orElse(Duration.ZERO)))
                .bind("resolved", changes.contains(new Change.StopResolved(task)))
                .bind("released", changes.contains(new Change.RackReleased(task)));
    }

    private void acquire(Change.LeaseAcquired acquired) {
        TaskId task = acquired.lease().task();
        UUID process = acquired.process().value();
        statement
                .add(DecisionSql.LOCK_PROCESS)
                .bind("process", process)
                .orElseThrow(() -> new LeaseExpired("The lease of the process has expired: " + acquired));
        bindSite(statement.add(DecisionSql.ACQUIRE_LEASE))
                .bind("task", task.value())
                .bind("work", acquired.work())
                .bind("number", acquired.lease().number())
                .bind("process", process)
                .bind("kind", Kind.CHECK_PROCESS.name())
                .bind("lane", Kind.CHECK_PROCESS.lane().name())
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
