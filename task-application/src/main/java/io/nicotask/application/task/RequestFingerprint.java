package io.nicotask.application.task;

import io.nicotask.application.task.SubmitTaskCommand.ConflictStrategy;
import io.nicotask.application.task.SubmitTaskCommand.TaskRequest;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import java.util.List;
import java.util.Objects;

/** All that a submit asks for, in one text: equal for equal requests, whatever form they came in. */
final class RequestFingerprint {

    private RequestFingerprint() {}

    static String of(SubmitTaskCommand command) {
        TaskRequest request = command.request();
        List<String> parts = List.of(
                request.site().toString(),
                request.rack().toString(),
                request.operation().code(),
                sortedIds(request.components()),
                Objects.toString(request.rule()),
                text(command.conflictStrategy()),
                // The only text that could look like something else comes last.
                request.description());
        return String.join("\n", parts);
    }

    /** The text is stored, as a hash: it does not follow the names of types. */
    private static String text(ConflictStrategy ifBusy) {
        return switch (ifBusy) {
            case ConflictStrategy.Reject reject -> "Reject[]";
            case ConflictStrategy.Queue queue -> "Queue[timeoutSeconds=" + queue.timeoutSeconds() + "]";
        };
    }

    /** Sets come in no particular order. */
    private static String sortedIds(ComponentSelection components) {
        return components.byType().entrySet().stream()
                .map(named -> named.getKey().label()
                        + named.getValue().stream()
                                .map(ComponentId::toString)
                                .sorted()
                                .toList())
                .toList()
                .toString();
    }
}
