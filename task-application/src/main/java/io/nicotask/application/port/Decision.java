package io.nicotask.application.port;

import io.nicotask.domain.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a decision answers, and what it writes.
 *
 * @param answer the answer, returned once the changes have been committed
 * @param changes what to write, in this order; none if nothing changes
 */
public record Decision<R>(R answer, List<Change> changes) {

    public Decision {
        changes = List.copyOf(changes);
    }

    /** Answers without writing anything. */
    public static <R> Decision<R> unchanged(R answer) {
        return new Decision<>(answer, List.of());
    }

    /** Answers after these changes. */
    public static <R> Decision<R> of(R answer, Change... changes) {
        return new Decision<>(answer, List.of(changes));
    }

    /** Returns the same decision, made after these changes. */
    public Decision<R> after(List<Change> earlier) {
        return new Decision<R>(answer, earlier).and(changes);
    }

    /** Returns the same decision with more changes. */
    public Decision<R> and(List<? extends Change> more) {
        List<Change> all = new ArrayList<>(changes);
        all.addAll(more);
        return new Decision<>(answer, all);
    }

    /** Returns the task that the decision submits, if any. */
    public Optional<Task> submitted() {
        return changes.stream()
                .flatMap(change ->
                        change instanceof Change.TaskSubmitted submitted ? Stream.of(submitted.task()) : Stream.empty())
                .findFirst();
    }
}
