package io.nicotask.application.report;

import io.nicotask.application.port.Ports;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.Text;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import java.time.Instant;

final class FinishTaskService implements FinishTask {

    private final Ports ports;
    private final TaskWrites writes;

    FinishTaskService(Ports ports) {
        this.ports = ports;
        this.writes = new TaskWrites(ports);
    }

    @Override
    public FinishTaskResult finish(Attempt attempt, Ending ending) {
        return writes.end(attempt, task -> ended(task, attempt, ending))
                .map(answer -> resultOf(answer, attempt, ending))
                .orElseGet(() -> new FinishTaskResult.TooLate("There is no such task"));
    }

    private Transition ended(Task task, Attempt attempt, Ending ending) {
        Instant now = ports.clock().instant();
        return switch (ending) {
            case Ending.Success success -> task.succeed(attempt.run(), now);
            case Ending.Failure failure -> task.fail(attempt.run(), failure.error(), now);
        };
    }

    private FinishTaskResult resultOf(Transition answer, Attempt attempt, Ending ending) {
        return switch (answer) {
            case Applied applied -> new FinishTaskResult.Finished();
            case AlreadyApplied already -> new FinishTaskResult.Finished();
            case Refused refused -> {
                writes.keepLate(attempt, told(ending));
                yield new FinishTaskResult.TooLate(refused.task() + " has ended otherwise");
            }
        };
    }

    private static String told(Ending ending) {
        return switch (ending) {
            case Ending.Success success -> "Succeeded";
            case Ending.Failure failure -> Text.errorLine("Failed: " + failure.error());
        };
    }
}
