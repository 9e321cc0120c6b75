package io.nicotask.application.contract;

import io.nicotask.application.port.Cause;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Cancellation.Cancelled;
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

    private static final RuleId RULE = new RuleId(new UUID(8, 8));

    private final TaskId id;
    private final SiteId site;
    private final Instant created;
    private final boolean queued;
    private final @Nullable RuleId rule;
    private final List<UnaryOperator<Task>> steps;

    private TaskFixture(
            TaskId id,
            SiteId site,
            Instant created,
            boolean queued,
            @Nullable RuleId rule,
            List<UnaryOperator<Task>> steps) {
        this.id = id;
        this.site = site;
        this.created = created;
        this.queued = queued;
        this.rule = rule;
        this.steps = List.copyOf(steps);
    }

    public static TaskFixture aWaitingTask() {
        return new TaskFixture(new TaskId(new UUID(0, 1)), StoreContract.SITE, CREATED, true, RULE, List.of());
    }

    public static TaskFixture aPendingTask() {
        return new TaskFixture(new TaskId(new UUID(0, 1)), StoreContract.SITE, CREATED, false, RULE, List.of());
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
        return new TaskFixture(id, elsewhere, created, queued, rule, steps);
    }

    /** The number becomes the last part of the id; without one it is 1. */
    public TaskFixture number(int number) {
        return withId(new UUID(0, number));
    }

    public TaskFixture withId(UUID other) {
        return new TaskFixture(new TaskId(other), site, created, queued, rule, steps);
    }

    public TaskFixture createdAt(Instant then) {
        return new TaskFixture(id, site, then, queued, rule, steps);
    }

    public TaskFixture withoutRule() {
        return new TaskFixture(id, site, created, queued, null, steps);
    }

    /** One more change at the end of the life. */
    public TaskFixture then(UnaryOperator<Task> step) {
        List<UnaryOperator<Task>> longer = new ArrayList<>(steps);
        longer.add(step);
        return new TaskFixture(id, site, created, queued, rule, longer);
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
        List<Task> life = life();
        tasks.add(scope, life.getFirst(), CAUSE);
        for (int i = 1; i < life.size(); i++) {
            tasks.update(scope, new TaskChange(life.get(i - 1), life.get(i), CAUSE));
        }
        return life.getLast();
    }

    private List<Task> life() {
        List<Task> life = new ArrayList<>();
        life.add(queued ? Task.queued(id, request(), DEADLINE, created) : Task.submitted(id, request(), created));
        steps.forEach(step -> life.add(step.apply(life.getLast())));
        return life;
    }

    private TaskRequest request() {
        return new TaskRequest(site, new RackId(new UUID(7, 7)), Operation.UPGRADE, "the rack by the window", rule);
    }
}
