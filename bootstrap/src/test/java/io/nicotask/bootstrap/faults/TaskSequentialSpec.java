package io.nicotask.bootstrap.faults;

import io.nicotask.domain.task.TaskStatus;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sequential specification of a task: a state machine on the domain's table of transitions. Null is the state
 * before the submit.
 */
final class TaskSequentialSpec {

    private static final Set<TaskStatus> INITIAL = EnumSet.of(TaskStatus.WAITING, TaskStatus.PENDING);

    private TaskSequentialSpec() {}

    /** Returns the possible states after the call; none when the response is impossible in that state. */
    static Set<TaskStatus> after(@Nullable TaskStatus state, ClientCall call) {
        return switch (call.answer()) {
            case ClientResult.Shown shown -> shown(state, call.verb(), shown.status());
            case ClientResult.Cancelled cancelled -> endedBy(state).map(Set::of).orElse(Set.of());
            case ClientResult.AlreadyTerminated already -> only(state, TaskStatus.TERMINATED);
            case ClientResult.TooLate late ->
                late.status() == TaskStatus.TERMINATED ? Set.of() : terminal(state, late.status());
            case ClientResult.Unknown unknown -> possible(state, call.verb());
            case ClientResult.NotFound absent -> Set.of();
            case ClientResult.NotSent nothing -> Set.of();
            case ClientResult.Unexpected unexpected -> Set.of();
        };
    }

    /** Returns the states that a task can reach without a caller. A Waiting task may expire. */
    static Set<TaskStatus> withoutCaller(@Nullable TaskStatus state) {
        if (state == null) {
            return Set.of();
        }
        Set<TaskStatus> edges = EnumSet.noneOf(TaskStatus.class);
        edges.addAll(state.successors());
        if (state != TaskStatus.WAITING) {
            edges.remove(TaskStatus.TERMINATED);
        }
        return edges;
    }

    private static Set<TaskStatus> shown(@Nullable TaskStatus state, ClientCall.Verb verb, TaskStatus status) {
        return state == null && verb == ClientCall.Verb.SUBMIT && INITIAL.contains(status)
                ? Set.of(status)
                : only(state, status);
    }

    private static Set<TaskStatus> possible(@Nullable TaskStatus state, ClientCall.Verb verb) {
        return switch (verb) {
            case SUBMIT -> state == null ? INITIAL : Set.of();
            case CANCEL -> endedBy(state).map(Set::of).orElse(Set.of());
            case GET -> Set.of();
        };
    }

    private static Optional<TaskStatus> endedBy(@Nullable TaskStatus state) {
        return Optional.ofNullable(state)
                .filter(before -> before.successors().contains(TaskStatus.TERMINATED))
                .map(before -> TaskStatus.TERMINATED);
    }

    private static Set<TaskStatus> terminal(@Nullable TaskStatus state, TaskStatus status) {
        return status.isTerminal() ? only(state, status) : Set.of();
    }

    private static Set<TaskStatus> only(@Nullable TaskStatus state, TaskStatus status) {
        return state == status ? Set.of(status) : Set.of();
    }
}
