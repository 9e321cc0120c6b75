package io.nicotask.application.contract;

import io.nicotask.application.port.Cause;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Reason;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.Applied;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tasks in every state, each with the life that led there: {@code aRunningTask().at(site).now()}. */
public final class TaskFixture {

    public static final RunId RUN = new RunId("6f1c1d0e-run");
    public static final Cause CAUSE =
            new Cause(Actor.system("fixture"), new Reason("so that there is one"), "request-1");

    static final Instant CREATED = Instant.parse("2026-06-01T12:00:00.123456Z");
    static final Instant CHANGED = Instant.parse("2026-06-01T12:03:00.000001Z");
    static final Instant DEADLINE = Instant.parse("2026-06-01T13:00:00.999999Z");

    private static final TaskRequest REQUEST = new TaskRequest(
            StoreContract.SITE,
            StoreContract.RACK,
            Operation.UPGRADE,
            Components.WHOLE_RACK,
            "the rack by the window",
            new RuleId(new UUID(8, 8)));

    private final TaskId id;
    private final TaskRequest request;
    private final Instant created;
    private final boolean queued;
    private final List<UnaryOperator<Task>> steps;

    private TaskFixture(
            TaskId id, TaskRequest request, Instant created, boolean queued, List<UnaryOperator<Task>> steps) {
        this.id = id;
        this.request = request;
        this.created = created;
        this.queued = queued;
        this.steps = List.copyOf(steps);
    }

    public static TaskFixture aWaitingTask() {
        return new TaskFixture(new TaskId(new UUID(0, 1)), REQUEST, CREATED, true, List.of());
    }

    public static TaskFixture aPendingTask() {
        return new TaskFixture(new TaskId(new UUID(0, 1)), REQUEST, CREATED, false, List.of());
    }

    public static TaskFixture aRunningTask() {
        return aPendingTask().then(task -> applied(task.start(RUN, CHANGED)));
    }

    public static TaskFixture aSucceededTask() {
        return aRunningTask().then(task -> applied(task.succeed(RUN, CHANGED)));
    }

    public static TaskFixture aFailedTask() {
        return aRunningTask().then(task -> applied(task.fail(RUN, "one tray gave no answer", CHANGED)));
    }

    public static TaskFixture aTerminatedTask() {
        return aRunningTask().then(TaskFixture::cancelled);
    }

    /** A task in that state. */
    public static TaskFixture aTask(TaskStatus status) {
        return switch (status) {
            case WAITING -> aWaitingTask();
            case PENDING -> aPendingTask();
            case RUNNING -> aRunningTask();
            case SUCCEEDED -> aSucceededTask();
            case FAILED -> aFailedTask();
            case TERMINATED -> aTerminatedTask();
        };
    }

    /** The task as its cancel leaves it; it must be open. */
    public static Task cancelled(Task task) {
        return ((Cancelled) task.cancel(Actor.system("fixture"), new Reason("enough"), CHANGED)).task();
    }

    /** The task as the transition leaves it; it must not be refused. */
    public static Task applied(Transition transition) {
        return ((Applied) transition).task();
    }

    public TaskFixture at(SiteId elsewhere) {
        return asking(elsewhere, request.rack(), request.operation(), request.components(), request.rule());
    }

    public TaskFixture on(RackId other) {
        return asking(request.site(), other, request.operation(), request.components(), request.rule());
    }

    public TaskFixture doing(Operation other) {
        return asking(request.site(), request.rack(), other, request.components(), request.rule());
    }

    public TaskFixture of(Components some) {
        return asking(request.site(), request.rack(), request.operation(), some, request.rule());
    }

    public TaskFixture withoutRule() {
        return asking(request.site(), request.rack(), request.operation(), request.components(), null);
    }

    private TaskFixture asking(
            SiteId site, RackId rack, Operation operation, Components components, @Nullable RuleId rule) {
        TaskRequest other = new TaskRequest(site, rack, operation, components, request.description(), rule);
        return new TaskFixture(id, other, created, queued, steps);
    }

    /** The number becomes the last part of the id; without one it is 1. */
    public TaskFixture number(int number) {
        return withId(new UUID(0, number));
    }

    public TaskFixture withId(UUID other) {
        return new TaskFixture(new TaskId(other), request, created, queued, steps);
    }

    public TaskFixture createdAt(Instant then) {
        return new TaskFixture(id, request, then, queued, steps);
    }

    /** One more change at the end of the life. */
    public TaskFixture then(UnaryOperator<Task> step) {
        List<UnaryOperator<Task>> longer = new ArrayList<>(steps);
        longer.add(step);
        return new TaskFixture(id, request, created, queued, longer);
    }

    /** One more word of the run. */
    public TaskFixture reporting(TaskReport report) {
        return then(task -> applied(task.progress(RUN, report, CHANGED)));
    }

    /** The task at the end of its life. */
    public Task now() {
        return life().getLast();
    }

    /** Keeps the task with the whole of its life. */
    public Task keptIn(TaskStore tasks, TaskScope scope) {
        return keptIn(tasks, scope, task -> {});
    }

    /** As {@link #keptIn}; the task is granted its rack when it becomes Pending, and still holds it. */
    public Task grantedIn(StoreUnderTest store, TaskScope scope) {
        return store.transactions().inTransaction(() -> {
            store.racks().lock(scope, request.rack());
            return keptIn(store.tasks(), scope, task -> {
                if (task.status() == TaskStatus.PENDING) {
                    store.racks().grant(scope, task);
                }
            });
        });
    }

    private Task keptIn(TaskStore tasks, TaskScope scope, Consumer<Task> afterEachStep) {
        List<Task> life = life();
        tasks.add(scope, life.getFirst(), CAUSE);
        afterEachStep.accept(life.getFirst());
        for (int i = 1; i < life.size(); i++) {
            tasks.update(scope, new TaskChange(life.get(i - 1), life.get(i), CAUSE));
            afterEachStep.accept(life.get(i));
        }
        return life.getLast();
    }

    private List<Task> life() {
        List<Task> life = new ArrayList<>();
        life.add(queued ? Task.queued(id, request, DEADLINE, created) : Task.submitted(id, request, created));
        steps.forEach(step -> life.add(step.apply(life.getLast())));
        return life;
    }
}
