package io.nicotask.adapter.http;

import io.nicotask.domain.access.Actor;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Cancellation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.util.List;
import java.util.UUID;

/** Tasks with one id in each state, submitted at {@link HttpFixture#START} and started a minute later. */
final class TaskExamples {

    static final String ID = "123e4567-e89b-12d3-a456-426614174000";

    private static final WorkflowRunId RUN = new WorkflowRunId("run-1");

    private TaskExamples() {}

    static Task aWaitingTask() {
        return Task.queued(id(), request(HttpFixture.SITE), HttpFixture.START.plusSeconds(3600), HttpFixture.START);
    }

    static Task aPendingTask() {
        return aPendingTaskAt(HttpFixture.SITE);
    }

    static Task aPendingTaskAt(SiteId site) {
        return Task.submitted(id(), request(site), HttpFixture.START);
    }

    static Task aPendingTaskDescribedAs(String description) {
        RackId rack = new RackId(new UUID(2, 1));
        TaskSpec spec = new TaskSpec(
                HttpFixture.SITE, rack, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, description, null);
        return Task.submitted(id(), spec, HttpFixture.START);
    }

    static Task aRunningTask() {
        return applied(aPendingTask().start(RUN, HttpFixture.START.plusSeconds(60)));
    }

    /** A task whose first stage is completed, whose second is running, and whose third is pending. */
    static Task aRunningTaskWithReport() {
        TaskReport report = TaskReport.planned(List.of(
                        List.of(Step.planned(ComponentType.POWER_SHELF, 8)),
                        List.of(Step.planned(ComponentType.COMPUTE, 18), Step.planned(ComponentType.CDU, 0)),
                        List.of(Step.planned(ComponentType.NV_SWITCH, 9))))
                .beginStage(1, HttpFixture.START.plusSeconds(60))
                .withCounters(1, ComponentType.POWER_SHELF, 8, 0)
                .completeStage(1, HttpFixture.START.plusSeconds(101))
                .beginStage(2, HttpFixture.START.plusSeconds(101))
                .withCounters(2, ComponentType.COMPUTE, 17, 1);
        return applied(aRunningTask().progress(RUN, report, HttpFixture.START.plusSeconds(110)));
    }

    static Task aSucceededTask() {
        return applied(aRunningTask().succeed(RUN, HttpFixture.START.plusMillis(120_120)));
    }

    static Task aFailedTask() {
        return applied(aRunningTask().fail(RUN, "one tray gave no answer", HttpFixture.START.plusSeconds(120)));
    }

    static Task aFailedTaskThatNeverRan() {
        return applied(aPendingTask().fail(null, "could not be started", HttpFixture.START.plusSeconds(120)));
    }

    static Task aTerminatedTask() {
        return terminated(aRunningTask());
    }

    /** A cancelled task with that number, which has its own rack. */
    static Task aTerminatedTask(int number) {
        TaskSpec spec = new TaskSpec(
                HttpFixture.SITE,
                new RackId(new UUID(2, number)),
                Operation.POWER_ON,
                ComponentSelection.WHOLE_RACK,
                "",
                null);
        return terminated(Task.submitted(new TaskId(new UUID(4, number)), spec, HttpFixture.START));
    }

    /** The open task that the ended one was before its end. */
    static Task beforeEnd(Task ended) {
        Task pending = Task.submitted(ended.id(), ended.spec(), HttpFixture.START);
        return ended.state().runOrNull() == null
                ? pending
                : applied(pending.start(RUN, HttpFixture.START.plusSeconds(60)));
    }

    private static Task terminated(Task task) {
        return switch (task.cancel(Actor.system("test"), null, HttpFixture.START.plusSeconds(120))) {
            case Cancellation.Cancelled cancelled -> cancelled.task();
            case Cancellation.AlreadyTerminated already -> throw new AssertionError(already);
            case Cancellation.NotCancellable finished -> throw new AssertionError(finished);
        };
    }

    private static TaskId id() {
        return new TaskId(UUID.fromString(ID));
    }

    private static TaskSpec request(SiteId site) {
        RackId rack = new RackId(new UUID(2, 1));
        RuleId rule = new RuleId(new UUID(3, 1));
        return new TaskSpec(site, rack, Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "Power on rack 7", rule);
    }

    private static Task applied(Transition transition) {
        return switch (transition) {
            case Applied applied -> applied.task();
            case Transition.AlreadyApplied already -> throw new AssertionError(already);
            case Transition.Refused refused -> throw new AssertionError(refused);
        };
    }
}
