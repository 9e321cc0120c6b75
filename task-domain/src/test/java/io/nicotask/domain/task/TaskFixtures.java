package io.nicotask.domain.task;

import static java.util.Objects.requireNonNull;

import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Builds tasks by the aggregate's own methods: {@code aRunningTask().at(site).build()}. Each transition takes a second;
 * a task without a given id gets a new one.
 */
public final class TaskFixtures {

    /** When every fixture was submitted. */
    public static final Instant SUBMITTED = Instant.parse("2026-06-01T12:00:00Z");

    public static final SiteId SITE = new SiteId(UUID.fromString("660e8400-e29b-41d4-a716-446655440000"));
    public static final RackId RACK = new RackId(UUID.fromString("770e8400-e29b-41d4-a716-446655440000"));
    public static final RuleId RULE = new RuleId(UUID.fromString("880e8400-e29b-41d4-a716-446655440000"));
    public static final WorkflowRunId RUN = new WorkflowRunId("run-1");
    public static final WorkflowRunId OTHER_RUN = new WorkflowRunId("run-2");
    public static final Actor USER = Actor.user(new Subject("jane"));
    public static final Reason REASON = new Reason("wrong rack");

    private static final AtomicLong IDS = new AtomicLong();

    private final TaskStatus status;
    private TaskId id = new TaskId(new UUID(0x5eed_4000L, IDS.incrementAndGet()));
    private SiteId site = SITE;
    private RackId rack = RACK;
    private ComponentSelection components = ComponentSelection.WHOLE_RACK;
    private @Nullable RuleId rule;
    private Instant submitted = SUBMITTED;
    private @Nullable WorkflowRunId run = RUN;
    private @Nullable TaskReport report = aReport();

    private TaskFixtures(TaskStatus status) {
        this.status = status;
    }

    /** A Pending task. */
    public static TaskFixtures aTask() {
        return aTaskIn(TaskStatus.PENDING);
    }

    /** A task in this status; if it ran, then as {@link #RUN} with {@link #aReport}. */
    public static TaskFixtures aTaskIn(TaskStatus status) {
        return new TaskFixtures(status);
    }

    /** A task that waits for its rack for up to an hour. */
    public static TaskFixtures aWaitingTask() {
        return aTaskIn(TaskStatus.WAITING);
    }

    public static TaskFixtures aPendingTask() {
        return aTaskIn(TaskStatus.PENDING);
    }

    /** A task in the middle of its first stage. */
    public static TaskFixtures aRunningTask() {
        return aTaskIn(TaskStatus.RUNNING);
    }

    public static TaskFixtures aSucceededTask() {
        return aTaskIn(TaskStatus.SUCCEEDED);
    }

    public static TaskFixtures aFailedTask() {
        return aTaskIn(TaskStatus.FAILED);
    }

    /** A task that {@link #USER} has cancelled for {@link #REASON}. */
    public static TaskFixtures aTerminatedTask() {
        return aTaskIn(TaskStatus.TERMINATED);
    }

    /** A report of work under way: stage 1 of 3 runs, and one of its types has no components. */
    public static TaskReport aReport() {
        return aPlan().beginStage(1, SUBMITTED.plusSeconds(2)).withCounters(1, ComponentType.POWER_SHELF, 5, 1);
    }

    /** The same report before its first stage has begun. */
    public static TaskReport aPlan() {
        return TaskReport.planned(List.of(
                List.of(Step.planned(ComponentType.POWER_SHELF, 8), Step.planned(ComponentType.CDU, 0)),
                List.of(Step.planned(ComponentType.COMPUTE, 18)),
                List.of(Step.planned(ComponentType.NV_SWITCH, 9))));
    }

    public TaskFixtures withId(TaskId value) {
        id = value;
        return this;
    }

    public TaskFixtures at(SiteId value) {
        site = value;
        return this;
    }

    public TaskFixtures on(RackId value) {
        rack = value;
        return this;
    }

    public TaskFixtures touching(ComponentSelection value) {
        components = value;
        return this;
    }

    public TaskFixtures pinning(RuleId value) {
        rule = value;
        return this;
    }

    public TaskFixtures submittedAt(Instant value) {
        submitted = value;
        return this;
    }

    public TaskFixtures startedBy(WorkflowRunId value) {
        run = value;
        return this;
    }

    /** Ends it before it ran: only for a task that is Failed or Terminated. */
    public TaskFixtures neverStarted() {
        run = null;
        return this;
    }

    public TaskFixtures with(TaskReport value) {
        report = value;
        return this;
    }

    public TaskFixtures withoutReport() {
        report = null;
        return this;
    }

    public Task build() {
        return versions().getLast();
    }

    /** The task in each of its versions, the newest last. */
    public List<Task> versions() {
        List<Task> versions = new ArrayList<>();
        versions.add(status == TaskStatus.WAITING ? queued() : Task.submitted(id, spec(), submitted));
        if (status == TaskStatus.WAITING || status == TaskStatus.PENDING) {
            return versions;
        }
        if (run != null) {
            versions.add(applied(versions.getLast().start(run, submitted.plusSeconds(1))));
        }
        if (run != null && report != null) {
            versions.add(applied(versions.getLast().progress(run, report, submitted.plusSeconds(2))));
        }
        if (status.isTerminal()) {
            versions.add(ended(versions.getLast(), submitted.plusSeconds(3)));
        }
        return versions;
    }

    /** The changed task of an answer, which must hold one. */
    public static Task applied(Transition answer) {
        return ((Transition.Applied) answer).task();
    }

    /** The cancelled task of an answer, which must hold one. */
    public static Task cancelled(Cancellation answer) {
        return ((Cancellation.Cancelled) answer).task();
    }

    private Task queued() {
        return Task.queued(id, spec(), submitted.plus(Duration.ofHours(1)), submitted);
    }

    private Task ended(Task task, Instant at) {
        return switch (status) {
            case SUCCEEDED -> applied(task.succeed(requireNonNull(run), at));
            case FAILED -> applied(task.fail(run, "no answer", at));
            case TERMINATED -> cancelled(task.cancel(USER, REASON, at));
            case WAITING, PENDING, RUNNING -> task;
        };
    }

    private TaskSpec spec() {
        return new TaskSpec(site, rack, Operation.POWER_ON, components, "Power on the rack", rule);
    }
}
