package io.nicotask.application.report;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.StepEnd;
import io.nicotask.application.port.RackHardware.StepOrder;
import io.nicotask.application.port.TurnedAway;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Progress;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Stage;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskRequest;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

final class PerformStageService implements PerformStage {

    private final Ports ports;
    private final TaskWrites writes;
    private final RackHardware hardware;

    PerformStageService(Ports ports, RackHardware hardware) {
        this.ports = ports;
        this.writes = new TaskWrites(ports);
        this.hardware = hardware;
    }

    @Override
    public PerformStageResult perform(Attempt attempt, int number, Runnable heartbeat) {
        return new Performance(attempt, number, heartbeat).run();
    }

    /** One stage done by one attempt. */
    private final class Performance {

        private final Attempt attempt;
        private final int number;
        private final Runnable heartbeat;

        Performance(Attempt attempt, int number, Runnable heartbeat) {
            this.attempt = attempt;
            this.number = number;
            this.heartbeat = heartbeat;
        }

        PerformStageResult run() {
            try {
                Task task = report((report, at) -> report.beginStage(number, at));
                return perform(task.request(), stageOf(task));
            } catch (TurnedAway turnedAway) {
                return new PerformStageResult.TurnedAway(String.valueOf(turnedAway.getMessage()));
            }
        }

        private PerformStageResult perform(TaskRequest request, Stage stage) {
            String earlierError = stage.progress().error();
            if (earlierError != null) {
                return new PerformStageResult.Broken(earlierError);
            }
            List<ComponentType> running = stage.steps().stream()
                    .filter(step -> step.progress().status() == Progress.Status.RUNNING)
                    .map(Step::type)
                    .toList();
            for (ComponentType type : running) {
                if (perform(request, type) instanceof StepEnd.Broken broken) {
                    report((report, at) -> report.failStage(number, broken.error(), at));
                    return new PerformStageResult.Broken(broken.error());
                }
            }
            report((report, at) -> report.completeStage(number, at));
            return new PerformStageResult.Completed();
        }

        private StepEnd perform(TaskRequest request, ComponentType type) {
            StepOrder order = new StepOrder(attempt.task(), attempt.run(), request.rack(), request.operation(), type);
            return hardware.perform(order, (succeeded, failed) -> {
                heartbeat.run();
                report((report, at) -> report.count(number, type, succeeded, failed));
            });
        }

        /** Writes a change of the report through the gate. Only a task that is Running by this run lets it pass. */
        private Task report(BiFunction<TaskReport, Instant, TaskReport> change) {
            Instant now = ports.clock().instant();
            Transition answer = writes.apply(attempt, task -> told(task, change, now))
                    .orElseThrow(() -> new TurnedAway("There is no such task"));
            return switch (answer) {
                case Applied applied -> applied.task();
                case AlreadyApplied already -> already.task();
                case Refused refused -> throw new TurnedAway(refused.task() + " is not this run's any more");
            };
        }

        private Transition told(Task task, BiFunction<TaskReport, Instant, TaskReport> change, Instant now) {
            TaskReport report = task.report();
            return report == null ? new Refused(task) : task.progress(attempt.run(), change.apply(report, now), now);
        }

        private Stage stageOf(Task task) {
            TaskReport report = task.report();
            if (report == null) {
                throw new TurnedAway(task + " has no report");
            }
            return report.stages().get(number - 1);
        }
    }
}
