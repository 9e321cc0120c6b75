package io.nicotask.application.task;

import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import java.util.List;
import java.util.Objects;

/**
 * The fingerprint of a submit: one text that contains the whole request, equal for equal requests whatever their form.
 */
final class RequestFingerprint {

    private RequestFingerprint() {}

    static String of(SubmitTask.Command command) {
        TaskRequest request = command.request();
        List<String> parts = List.of(
                request.site().toString(),
                request.rack().toString(),
                request.operation().code(),
                sortedIds(request.components()),
                Objects.toString(request.rule()),
                text(command.conflictStrategy()),
                // Last, because it is the only part that could be mistaken for others.
                request.description());
        return String.join("\n", parts);
    }

    /** Written out, because a hash of the fingerprint is stored and must not change when a type is renamed. */
    private static String text(ConflictStrategy conflictStrategy) {
        return switch (conflictStrategy) {
            case ConflictStrategy.Reject reject -> "Reject[]";
            case ConflictStrategy.Queue queue -> "Queue[timeoutSeconds=" + queue.timeoutSeconds() + "]";
        };
    }

    /** Sorts the ids, because sets have no defined order. */
    private static String sortedIds(ComponentSelection components) {
        return components.byType().entrySet().stream()
                .map(entry -> entry.getKey().label()
                        + entry.getValue().stream()
                                .map(ComponentId::toString)
                                .sorted()
                                .toList())
                .toList()
                .toString();
    }
}
