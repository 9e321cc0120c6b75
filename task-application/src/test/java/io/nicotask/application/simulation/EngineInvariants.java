package io.nicotask.application.simulation;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.value.TaskId;
import java.util.HashSet;
import java.util.Set;

/** Checks tasks against their workflows at every commit and every start. */
final class EngineInvariants {

    private final InvariantChecker invariants;
    private final GroundTruth truth;
    private final SimulatedEngines engines;
    private final CommittedHistory committed;
    private final Set<TaskId> acknowledged = new HashSet<>();

    EngineInvariants(
            InvariantChecker invariants, GroundTruth truth, SimulatedEngines engines, CommittedHistory committed) {
        this.invariants = invariants;
        this.truth = truth;
        this.engines = engines;
        this.committed = committed;
    }

    /** Runs after a workflow was started. */
    void checkStart(Task task) {
        Task stored = committed.current(task.id());
        invariants.check(
                stored != null, 27, () -> "the workflow of " + task + " was started before its task was committed");
        boolean neverBegan = stored != null
                && stored.state() instanceof Terminated
                && truth.stopOf(task.id()).isEmpty();
        invariants.check(
                !neverBegan, 15, () -> "a workflow was started for a task that ended while it waited: " + task);
        check();
    }

    /** Runs after the store recorded the namespace in which the task's workflow was started: too late for a closed one. */
    void recordAcknowledged(TaskId task) {
        if (!isKnownAsClosed(task)) {
            acknowledged.add(task);
        }
    }

    /**
     * After a stop is confirmed no workflow of its task is open. Exempt are an engine that {@linkplain #hasForgotten has
     * forgotten} workflows and, after a wrong namespace was configured, a start that the store does not know or that was
     * made in both namespaces.
     */
    void check() {
        truth.tasks().stream()
                .filter(task -> task.status().isTerminal())
                .map(Task::id)
                .forEach(this::check);
    }

    /** Whether the task's workflow is in the right namespace only, and the store knows it. */
    boolean isInConfiguredNamespace(TaskId task) {
        return !engines.wasEverMisdirected()
                || (acknowledged.contains(task) && !engines.wasStartedInWrongNamespace(task));
    }

    /**
     * Whether the engine has forgotten workflows since it described that of the task as closed: then a start that was
     * under way may have opened it again, and only the gate stops it.
     */
    boolean hasForgotten(TaskId task) {
        return isKnownAsClosed(task) && engines.hasForgottenSinceClosed(task);
    }

    private boolean isKnownAsClosed(TaskId task) {
        return truth.stopOf(task)
                .filter(stop -> stop.instants().engineClosed() != null)
                .isPresent();
    }

    private void check(TaskId task) {
        boolean applies = truth.isConfirmed(task) && isInConfiguredNamespace(task) && !hasForgotten(task);
        invariants.check(
                !applies || !engines.isOpen(task),
                9,
                () -> "the workflow of task " + task + " is open, but its stop is confirmed");
    }
}
