package io.nicotask.domain.task;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The six states of a task, and the one table of the edges between them. Everything that judges an edge (the aggregate,
 * the database's trigger, the explorer) takes it from here or is checked against it.
 */
public enum TaskStatus {
    /** Queued behind conflicting work on its rack. */
    WAITING("Waiting"),
    /** Accepted; its workflow has not begun yet. */
    PENDING("Pending"),
    /** Its workflow has begun. */
    RUNNING("Running"),
    /** Ended well. */
    SUCCEEDED("Succeeded"),
    /** Ended badly. */
    FAILED("Failed"),
    /** Cancelled, or expired in the queue. */
    TERMINATED("Terminated");

    private static final Map<String, TaskStatus> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TaskStatus::label, Function.identity()));

    private final String label;

    TaskStatus(String label) {
        this.label = label;
    }

    /** The name that clients and the database know. */
    public String label() {
        return label;
    }

    /** The status of that label, or empty when there is none. */
    public static Optional<TaskStatus> ofLabel(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** The states that a task in this one may go to next. */
    public Set<TaskStatus> successors() {
        return switch (this) {
            case WAITING -> Set.of(PENDING, TERMINATED);
            case PENDING -> Set.of(RUNNING, FAILED, TERMINATED);
            case RUNNING -> Set.of(SUCCEEDED, FAILED, TERMINATED);
            case SUCCEEDED, FAILED, TERMINATED -> Set.of();
        };
    }

    /** Whether a workflow may have been asked for: a task that still waits for its rack has none. */
    public boolean mayHaveWorkflow() {
        return this != WAITING;
    }

    /** Whether no edge leaves this state. */
    public boolean isTerminal() {
        return successors().isEmpty();
    }
}
