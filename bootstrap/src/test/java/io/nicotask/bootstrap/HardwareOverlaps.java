package io.nicotask.bootstrap;

import io.nicotask.bootstrap.ObservedHardware.Call;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds conflicting tasks that acted on their rack's hardware at the same time. */
public final class HardwareOverlaps {

    private HardwareOverlaps() {}

    /**
     * Returns one line for each pair.
     *
     * @param calls the recorded calls of the hardware
     * @param requests the specs of the tasks
     */
    public static List<String> among(List<Call> calls, Map<TaskId, TaskSpec> requests) {
        List<Span> spans = new ArrayList<>(spansOf(calls).values());
        List<String> found = new ArrayList<>();
        for (int one = 0; one < spans.size(); one++) {
            for (int other = one + 1; other < spans.size(); other++) {
                if (conflict(spans.get(one), spans.get(other), requests)
                        && spans.get(one).meets(spans.get(other))) {
                    found.add(spans.get(one) + " overlaps " + spans.get(other));
                }
            }
        }
        return found;
    }

    private static boolean conflict(Span one, Span other, Map<TaskId, TaskSpec> requests) {
        TaskSpec first = Objects.requireNonNull(requests.get(one.task()));
        TaskSpec second = Objects.requireNonNull(requests.get(other.task()));
        return first.rack().equals(second.rack()) && RackConflicts.SHARED_COMPONENTS.conflict(first, second);
    }

    private static Map<TaskId, Span> spansOf(List<Call> calls) {
        Map<TaskId, Span> spans = new LinkedHashMap<>();
        for (Call call : calls) {
            Duration endedAt = call.effectEndedAt();
            if (endedAt != null) {
                TaskId task = call.command().task();
                spans.merge(task, new Span(task, call.begunAt(), endedAt), Span::with);
            }
        }
        return spans;
    }

    /** The time from the start of a task's first call to the end of all that its calls made act. */
    private record Span(TaskId task, Duration from, Duration to) {

        boolean meets(Span other) {
            return from.compareTo(other.to) < 0 && other.from.compareTo(to) < 0;
        }

        Span with(Span other) {
            return new Span(
                    task,
                    from.compareTo(other.from) < 0 ? from : other.from,
                    to.compareTo(other.to) > 0 ? to : other.to);
        }
    }
}
