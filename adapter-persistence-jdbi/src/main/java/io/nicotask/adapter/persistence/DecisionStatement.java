package io.nicotask.adapter.persistence;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.IdempotencyKey;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome.Delivered;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * One statement that writes all changes of a decision. Its parts see the rows from before the statement, and no two of
 * them may write the same row: what several changes write into one row is collected.
 */
final class DecisionStatement {

    /** A parameter or the name of a part; the number of the change makes it unique. */
    private static final Pattern NAME = Pattern.compile("(?<![:\\w])([:@])([a-zA-Z]\\w*)");

    private final TaskScope scope;
    private final List<String> parts = new ArrayList<>();
    private final Map<String, @Nullable Object> values = new HashMap<>();
    private final List<Guard> guards = new ArrayList<>();
    private final List<Task> granted = new ArrayList<>();
    private final Set<TaskId> released = new HashSet<>();
    private final Set<TaskId> stops = new HashSet<>();
    private Change.@Nullable RackCheckScheduled check;
    private @Nullable Predicate<Handle> trace;
    private int number;

    DecisionStatement(TaskScope scope, List<Change> changes) {
        this.scope = scope;
        changes.forEach(this::collect);
        changes.forEach(this::add);
        addRack();
    }

    /** Stores the use of the key for the task that the decision submits; does nothing if it submits none. */
    void addKey(IdempotencyKey key, List<Change> changes, Instant now) {
        for (Change change : changes) {
            if (change instanceof Change.TaskSubmitted submitted) {
                part(
                        DecisionSql.USE_KEY,
                        Map.of(
                                "org", key.org().value(),
                                "key", key.key(),
                                "fingerprint", key.fingerprint(),
                                "task", submitted.task().id().value(),
                                "now", now,
                                "expiredBefore", now.minus(IdempotencyKeys.RETENTION)));
            }
        }
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
        String sql = "with " + String.join(", ", parts) + " select "
                + guards.stream()
                        .map(guard -> "(select count(*) from " + guard.part() + ")")
                        .collect(Collectors.joining(", ", "array[", "]::bigint[]"));
        Query query = handle.createQuery(sql);
        values.forEach(query::bind);
        Long[] written = query.mapTo(Long[].class).one();
        for (int i = 0; i < written.length; i++) {
            if (written[i] == 0) {
                throw guards.get(i).violation().get();
            }
        }
    }

    /** What is written beside another change of the same row. */
    private void collect(Change change) {
        switch (change) {
            case Change.RackGranted grant -> granted.add(grant.task());
            case Change.RackCheckScheduled scheduled -> check = scheduled;
            case Change.RackReleased release -> released.add(release.task());
            case Change.StopResolved resolved -> stops.add(resolved.task());
            case Change.EntryCompleted completed
            when completed.claim().kind() == Kind.STOP ->
                stops.add(completed.claim().task());
            case Change.EntryCompleted completed -> {}
            case Change.TaskSubmitted submitted -> {}
            case Change.TaskChanged changed -> {}
            case Change.LeaseAcquired acquired -> {}
            case Change.LeaseReleased ended -> {}
            case Change.StepBegun begun -> {}
            case Change.StepEnded ended -> {}
            case Change.Audited audited -> {}
        }
    }

    private void add(Change change) {
        switch (change) {
            case Change.TaskSubmitted submitted -> addTask(submitted.task(), submitted.cause());
            case Change.TaskChanged changed -> changeTask(changed);
            case Change.RackGranted grant -> {}
            case Change.RackCheckScheduled scheduled -> {}
            case Change.RackReleased release -> {
                part(DecisionSql.RELEASE, Map.of("task", release.task().value()));
                if (!stops.contains(release.task())) {
                    part(
                            DecisionSql.STOP_IS_DRAINED,
                            Map.of("task", release.task().value()));
                }
            }
            case Change.LeaseAcquired acquired -> acquire(acquired);
            case Change.LeaseReleased ended ->
                part(DecisionSql.RELEASE_LEASE, Map.of("number", ended.lease().number()));
            case Change.StepBegun begun -> begin(begun);
            case Change.StepEnded ended -> end(ended);
            case Change.StopResolved resolved ->
                part(
                        DecisionSql.RESOLVE_STOP,
                        Map.of("task", resolved.task().value(), "released", released.contains(resolved.task())));
            case Change.EntryCompleted completed -> complete(completed);
            case Change.Audited audited -> part(DecisionSql.INSERT_AUDIT, JdbiAuditTrail.values(audited.entry()));
        }
    }

    private void addTask(Task task, ChangeCause cause) {
        Map<String, @Nullable Object> row = new HashMap<>(TaskRow.specValues(task));
        row.putAll(TaskRow.stateValues(task));
        row.put("site", scope.site().value());
        row.put("provider", scope.provider().value());
        String added = part(DecisionSql.INSERT_TASK, row);
        guards.add(new Guard(added, () -> new IllegalStateException(task + " is stored already, or not in " + scope)));
        addHistory(added, null, task, cause);
    }

    private void changeTask(Change.TaskChanged changed) {
        Task before = changed.change().before();
        Task after = changed.change().after();
        Map<String, @Nullable Object> row = new HashMap<>(TaskRow.stateValues(after));
        row.put("statusBefore", before.status().label());
        row.put("versionBefore", before.revision().version());
        String part = part(DecisionSql.UPDATE_TASK, row);
        guards.add(new Guard(part, () -> new StaleTask(before)));
        if (before.status() != after.status()) {
            addHistory(part, before.status(), after, changed.change().cause());
        }
        if (after.status().isTerminal() && before.status().mayHaveWorkflow()) {
            part(
                    DecisionSql.REQUEST_STOP.replace("<changed>", part),
                    Map.of("site", scope.site().value(), "grace", Columns.seconds(changed.closeGrace())));
        }
    }

    private void addHistory(String written, @Nullable TaskStatus from, Task after, ChangeCause cause) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("version", after.revision().version());
        row.put("statusBefore", from == null ? null : from.label());
        row.put("status", after.status().label());
        row.put("updatedAt", after.revision().updated());
        row.put("actor", cause.actor().name());
        row.put("reason", cause.reason() == null ? null : cause.reason().text());
        row.put("requestId", cause.requestId());
        part(DecisionSql.INSERT_HISTORY.replace("<written>", written), row);
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
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("grants", granted.size());
        row.put("scheduled", check != null);
        row.put("delay", check == null || check.delay() == null ? null : Columns.seconds(check.delay()));
        row.put("site", scope.site().value());
        row.put("rack", rack.value());
        String updated = part(DecisionSql.UPDATE_RACK, row);
        for (int i = 0; i < granted.size(); i++) {
            Task task = granted.get(i);
            String grant = part(
                    DecisionSql.GRANT.replace("<rack>", updated),
                    Map.of(
                            "task", task.id().value(),
                            "site", scope.site().value(),
                            "later", granted.size() - 1 - i));
            guards.add(new Guard(grant, () -> new IllegalStateException(task + " got no rack")));
        }
    }

    private void acquire(Change.LeaseAcquired acquired) {
        TaskId task = acquired.lease().task();
        String part = part(
                DecisionSql.ACQUIRE_LEASE,
                Map.of(
                        "task", task.value(),
                        "work", acquired.work(),
                        "number", acquired.lease().number(),
                        "limit", Columns.seconds(RackLeases.DURATION)));
        guards.add(new Guard(part, () -> new IllegalStateException("Task " + task + " holds no rack of " + scope)));
    }

    private void begin(Change.StepBegun begun) {
        Map<String, @Nullable Object> row = new HashMap<>(keyValues(begun.step()));
        row.put("site", scope.site().value());
        row.put("policy", begun.interruptPolicy().name());
        row.put("token", begun.lease().fencingToken().value());
        row.put("limit", Columns.seconds(begun.timeLimit()));
        part(DecisionSql.BEGIN_STEP, row);
    }

    private void end(Change.StepEnded ended) {
        String part = part(DecisionSql.END_STEP, keyValues(ended.step()));
        if (ended.lateOutcome() != null) {
            addLateOutcome(ended.lateOutcome(), "from " + part);
        }
    }

    private static Map<String, Object> keyValues(StepKey step) {
        return Map.of(
                "task", step.task().value(),
                "stage", step.stage(),
                "type", step.type().label());
    }

    private void addLateOutcome(LateOutcome late, String source) {
        part(
                DecisionSql.INSERT_LATE_RESULT.replace("<source>", source),
                Map.of(
                        "task", late.task().value(),
                        "run", late.run().value(),
                        "result", late.result(),
                        "at", late.at()));
    }

    private void complete(Change.EntryCompleted completed) {
        Claim claim = completed.claim();
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("task", claim.task().value());
        row.put("kind", claim.kind().name());
        row.put("claimNumber", claim.claimNumber());
        row.put("namespace", completed.outcome() instanceof Delivered delivered ? delivered.namespace() : null);
        row.put("released", released.contains(claim.task()));
        String part = part(DecisionSql.COMPLETE_ENTRY, row);
        guards.add(new Guard(part, () -> new LeaseExpired("Another process may hold " + claim)));
        if (completed.outcome() instanceof Delivered delivered) {
            part(
                    DecisionSql.START_MONITORING.replace("<completed>", part),
                    Map.of("site", claim.site().value(), "namespace", delivered.namespace()));
        }
        if (claim.kind() == Kind.START) {
            part(DecisionSql.STOP_IS_DUE, Map.of("task", claim.task().value()));
        }
    }

    /** Adds a part, and returns the name of its last table. */
    private String part(String sql, Map<String, ? extends @Nullable Object> row) {
        number++;
        parts.add(NAME.matcher(sql)
                .replaceAll(name -> (name.group(1).equals(":") ? ":" : "") + name.group(2) + "_" + number));
        row.forEach((name, value) -> values.put(name + "_" + number, value));
        return NAME.matcher(sql)
                        .results()
                        .filter(name -> name.group(1).equals("@"))
                        .findFirst()
                        .orElseThrow()
                        .group(2) + "_" + number;
    }

    /** A part that must have written a row. */
    private record Guard(String part, Supplier<RuntimeException> violation) {}
}
