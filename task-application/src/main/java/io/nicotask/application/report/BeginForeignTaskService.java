package io.nicotask.application.report;

import io.nicotask.application.port.Ports;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.Transition;
import java.time.Instant;
import java.util.List;

final class BeginForeignTaskService implements BeginForeignTask {

    private static final TaskReport WORK = TaskReport.planned(List.of(List.of(Step.planned(ComponentType.UNKNOWN, 1))));

    private final Gate gate;

    BeginForeignTaskService(Ports ports) {
        this.gate = new Gate(ports);
    }

    @Override
    public BeginTaskResult begin(Attempt attempt) {
        return gate.pass(attempt, task -> gate.keep(attempt, (now, at) -> reported(now, attempt, at)));
    }

    /** The same attempt may come twice at once; what the first has told stays. */
    private static Transition reported(Task task, Attempt attempt, Instant at) {
        TaskReport told = task.report();
        return task.progress(attempt.run(), told == null ? WORK.beginStage(1, at) : told, at);
    }
}
