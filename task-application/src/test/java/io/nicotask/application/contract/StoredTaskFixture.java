package io.nicotask.application.contract;

import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds tasks in every state, each with the transitions that lead to it: {@code aRunningTask().at(site).build()}. */
public final class StoredTaskFixture {

    public static final WorkflowRunId RUN = new WorkflowRunId("6f1c1d0e-run");
    public static final ChangeCause CAUSE =
            new ChangeCause(Actor.system("fixture"), new Reason("so that there is one"), "request-1");

    static final Instant CREATED = Instant.parse("2026-06-01T12:00:00.123456Z");
    static final Instant CHANGED = Instant.parse("2026-06-01T12:03:00.000001Z");
    static final Instant DEADLINE = Instant.parse("2026-06-01T13:00:00.999999Z");

    private static final TaskSpec REQUEST = new TaskSpec(
            StoreContract.SITE,
            StoreContract.RACK,
            Operation.UPGRADE,
            ComponentSelection.WHOLE_RACK,
            "the rack by the window",
            new RuleId(new UUID(8, 8)));

    private final TaskId id;
    private final TaskSpec spec;
    private final Instant created;
    private final boolean queued;
    private final List<UnaryOperator<Task>> steps;

    private StoredTaskFixture(
            TaskId id, TaskSpec spec, Instant created, boolean queued, List<UnaryOperator<Task>> steps) {
        this.id = id;
        this.spec = spec;
        this.created = created;
        this.queued = queued;
        this.steps = List.copyOf(steps);
    }

    public static StoredTaskFixture aWaitingTask() {
        return new StoredTaskFixture(new TaskId(new UUID(0, 1)), REQUEST, CREATED, true, List.of());
    }

    public static StoredTaskFixture aPendingTask() {
        return new StoredTaskFixture(new TaskId(new UUID(0, 1)), REQUEST, CREATED, false, List.of());
    }

    public static StoredTaskFixture aRunningTask() {
        return aPendingTask().after(task -> applied(task.start(RUN, CHANGED)));
    }

    public static StoredTaskFixture aSucceededTask() {
        return aRunningTask().after(task -> applied(task.succeed(RUN, CHANGED)));
    }

    public static StoredTaskFixture aFailedTask() {
        return aRunningTask().after(task -> applied(task.fail(RUN, "one tray gave no answer", CHANGED)));
    }

    public static StoredTaskFixture aTerminatedTask() {
        return aRunningTask().after(StoredTaskFixture::cancelled);
    }

    /** A task in that state. */
    public static StoredTaskFixture aTask(TaskStatus status) {
        return switch (status) {
            case WAITING -> aWaitingTask();
            case PENDING -> aPendingTask();
            case RUNNING -> aRunningTask();
            case SUCCEEDED -> aSucceededTask();
            case FAILED -> aFailedTask();
            case TERMINATED -> aTerminatedTask();
        };
    }

    /** The task after its cancel; it must be open. */
    public static Task cancelled(Task task) {
        return ((Cancelled) task.cancel(Actor.system("fixture"), new Reason("enough"), CHANGED)).task();
    }

    /** The task after the transition, which must not be refused. */
    public static Task applied(Transition transition) {
        return ((Applied) transition).task();
    }

    public StoredTaskFixture at(SiteId elsewhere) {
        return withSpec(elsewhere, spec.rack(), spec.operation(), spec.components(), spec.rule());
    }

    public StoredTaskFixture on(RackId other) {
        return withSpec(spec.site(), other, spec.operation(), spec.components(), spec.rule());
    }

    public StoredTaskFixture doing(Operation other) {
        return withSpec(spec.site(), spec.rack(), other, spec.components(), spec.rule());
    }

    public StoredTaskFixture of(ComponentSelection some) {
        return withSpec(spec.site(), spec.rack(), spec.operation(), some, spec.rule());
    }

    public StoredTaskFixture withoutRule() {
        return withSpec(spec.site(), spec.rack(), spec.operation(), spec.components(), null);
    }

    private StoredTaskFixture withSpec(
            SiteId site, RackId rack, Operation operation, ComponentSelection components, @Nullable RuleId rule) {
        TaskSpec other = new TaskSpec(site, rack, operation, components, spec.description(), rule);
        return new StoredTaskFixture(id, other, created, queued, steps);
    }

    /** Sets the last part of the id; 1 is the default. */
    public StoredTaskFixture number(int number) {
        return withId(new UUID(0, number));
    }

    public StoredTaskFixture withId(UUID other) {
        return new StoredTaskFixture(new TaskId(other), spec, created, queued, steps);
    }

    public StoredTaskFixture createdAt(Instant then) {
        return new StoredTaskFixture(id, spec, then, queued, steps);
    }

    /** Adds a transition. */
    public StoredTaskFixture after(UnaryOperator<Task> step) {
        List<UnaryOperator<Task>> longer = new ArrayList<>(steps);
        longer.add(step);
        return new StoredTaskFixture(id, spec, created, queued, longer);
    }

    /** Adds a progress report of the run. */
    public StoredTaskFixture reporting(TaskReport report) {
        return after(task -> applied(task.progress(RUN, report, CHANGED)));
    }

    /** The task after all transitions. */
    public Task build() {
        return versions().getLast();
    }

    /** Stores the task with all its versions; it holds no rack. A stop is requested when it ends. */
    public Task insertInto(StoreUnderTest store, TaskScope scope) {
        return insertInto(store.writes(), scope, task -> {});
    }

    /**
     * As {@link #insertInto}; the task also gets its rack, with the request of its start, when it becomes Pending, and
     * still holds it.
     */
    public Task insertWithReservation(StoreUnderTest store, TaskScope scope) {
        return insertInto(store.writes(), scope, task -> {
            if (task.status() == TaskStatus.PENDING) {
                store.writes().grant(scope, task);
            }
        });
    }

    private Task insertInto(DirectWrites writes, TaskScope scope, Consumer<Task> afterEachStep) {
        List<Task> versions = versions();
        writes.insertTask(scope, versions.getFirst(), CAUSE);
        afterEachStep.accept(versions.getFirst());
        for (int i = 1; i < versions.size(); i++) {
            writes.update(scope, new TaskChange(versions.get(i - 1), versions.get(i), CAUSE));
            afterEachStep.accept(versions.get(i));
        }
        return versions.getLast();
    }

    private List<Task> versions() {
        List<Task> versions = new ArrayList<>();
        versions.add(queued ? Task.queued(id, spec, DEADLINE, created) : Task.submitted(id, spec, created));
        steps.forEach(step -> versions.add(step.apply(versions.getLast())));
        return versions;
    }
}
