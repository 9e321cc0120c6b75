package io.nicotask.application.submit;

import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.Components;
import java.util.List;
import java.util.Objects;

/** All that a submit asks for, in one text: equal for equal requests, whatever form they came in. */
final class SubmitFingerprint {

    private SubmitFingerprint() {}

    static String of(SubmitTaskCommand command) {
        Work work = command.work();
        List<String> parts = List.of(
                work.site().toString(),
                work.rack().toString(),
                work.operation().code(),
                sorted(work.components()),
                Objects.toString(work.rule()),
                text(command.ifBusy()),
                // The only text that could look like something else comes last.
                work.description());
        return String.join("\n", parts);
    }

    /** The text is stored, as a hash: it does not follow the names of types. */
    private static String text(IfBusy ifBusy) {
        return switch (ifBusy) {
            case IfBusy.Reject reject -> "Reject[]";
            case IfBusy.Queue queue -> "Queue[timeoutSeconds=" + queue.timeoutSeconds() + "]";
        };
    }

    /** Sets come in no particular order. */
    private static String sorted(Components components) {
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
