package io.nicotask.domain.task;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The six states of a task and the transitions between them. The aggregate, the database trigger and the tests take the
 * transitions from this table or are checked against it.
 */
public enum TaskStatus {
    /** Queued behind conflicting tasks on its rack. */
    WAITING("Waiting"),
    /** Accepted; its workflow has not begun. */
    PENDING("Pending"),
    /** Its workflow has begun. */
    RUNNING("Running"),
    /** Completed successfully. */
    SUCCEEDED("Succeeded"),
    /** Failed, or given up by the system. */
    FAILED("Failed"),
    /** Cancelled, or expired in the queue. */
    TERMINATED("Terminated");

    private static final Map<String, TaskStatus> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TaskStatus::label, Function.identity()));

    private final String label;

    TaskStatus(String label) {
        this.label = label;
    }

    /** Returns the name of the status in the API and the database. */
    public String label() {
        return label;
    }

    /** Returns the status with the label, or empty when there is none. */
    public static Optional<TaskStatus> ofLabel(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** Returns the states that a task may enter from this one. */
    public Set<TaskStatus> successors() {
        return switch (this) {
            case WAITING -> Set.of(PENDING, TERMINATED);
            case PENDING -> Set.of(RUNNING, FAILED, TERMINATED);
            case RUNNING -> Set.of(SUCCEEDED, FAILED, TERMINATED);
            case SUCCEEDED, FAILED, TERMINATED -> Set.of();
        };
    }

    /** Returns whether a start of the workflow may have been requested: a task that waits for its rack has none. */
    public boolean mayHaveWorkflow() {
        return this != WAITING;
    }

    /** Returns whether no transition leaves this state. */
    public boolean isTerminal() {
        return successors().isEmpty();
    }
}
