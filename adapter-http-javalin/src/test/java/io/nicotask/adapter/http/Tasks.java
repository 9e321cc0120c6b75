package io.nicotask.adapter.http;

import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Cancellation;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.Applied;
import java.util.List;
import java.util.UUID;

/** Tasks of one id in each state, submitted when the world began, begun a minute later. */
final class Tasks {

    static final String ID = "123e4567-e89b-12d3-a456-426614174000";

    private static final RunId RUN = new RunId("run-1");

    private Tasks() {}

    static Task aWaitingTask() {
        return Task.queued(id(), request(World.SITE), World.START.plusSeconds(3600), World.START);
    }

    static Task aPendingTask() {
        return aPendingTaskAt(World.SITE);
    }

    static Task aPendingTaskAt(SiteId site) {
        return Task.submitted(id(), request(site), World.START);
    }

    static Task aPendingTaskCalled(String description) {
        RackId rack = new RackId(new UUID(2, 1));
        TaskRequest request =
                new TaskRequest(World.SITE, rack, Operation.POWER_ON, Components.WHOLE_RACK, description, null);
        return Task.submitted(id(), request, World.START);
    }

    static Task aRunningTask() {
        return applied(aPendingTask().start(RUN, World.START.plusSeconds(60)));
    }

    /** A task whose first stage is done, whose second runs, and whose third is to come. */
    static Task aRunningTaskWithReport() {
        TaskReport report = TaskReport.planned(List.of(
                        List.of(Step.planned(ComponentType.POWER_SHELF, 8)),
                        List.of(Step.planned(ComponentType.COMPUTE, 18), Step.planned(ComponentType.CDU, 0)),
                        List.of(Step.planned(ComponentType.NV_SWITCH, 9))))
                .beginStage(1, World.START.plusSeconds(60))
                .count(1, ComponentType.POWER_SHELF, 8, 0)
                .completeStage(1, World.START.plusSeconds(101))
                .beginStage(2, World.START.plusSeconds(101))
                .count(2, ComponentType.COMPUTE, 17, 1);
        return applied(aRunningTask().progress(RUN, report, World.START.plusSeconds(110)));
    }

    static Task aSucceededTask() {
        return applied(aRunningTask().succeed(RUN, World.START.plusMillis(120_120)));
    }

    static Task aFailedTask() {
        return applied(aRunningTask().fail(RUN, "one tray gave no answer", World.START.plusSeconds(120)));
    }

    static Task aFailedTaskThatNeverRan() {
        return applied(aPendingTask().fail(null, "could not be started", World.START.plusSeconds(120)));
    }

    static Task aTerminatedTask() {
        return terminated(aRunningTask());
    }

    /** Of several that were cancelled, each on a rack of its own, the one of that number. */
    static Task aTerminatedTask(int number) {
        TaskRequest request = new TaskRequest(
                World.SITE, new RackId(new UUID(2, number)), Operation.POWER_ON, Components.WHOLE_RACK, "", null);
        return terminated(Task.submitted(new TaskId(new UUID(4, number)), request, World.START));
    }

    private static Task terminated(Task task) {
        return switch (task.cancel(Actor.system("test"), null, World.START.plusSeconds(120))) {
            case Cancellation.Cancelled cancelled -> cancelled.task();
            case Cancellation.AlreadyTerminated already -> throw new AssertionError(already);
            case Cancellation.NotCancellable finished -> throw new AssertionError(finished);
        };
    }

    private static TaskId id() {
        return new TaskId(UUID.fromString(ID));
    }

    private static TaskRequest request(SiteId site) {
        RackId rack = new RackId(new UUID(2, 1));
        RuleId rule = new RuleId(new UUID(3, 1));
        return new TaskRequest(site, rack, Operation.POWER_ON, Components.WHOLE_RACK, "Power on rack 7", rule);
    }

    private static Task applied(Transition transition) {
        return switch (transition) {
            case Applied applied -> applied.task();
            case Transition.AlreadyApplied already -> throw new AssertionError(already);
            case Transition.Refused refused -> throw new AssertionError(refused);
        };
    }
}
