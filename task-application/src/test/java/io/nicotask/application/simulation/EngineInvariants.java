package io.nicotask.application.simulation;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.value.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks tasks against their workflows at every commit and every start. */
final class EngineInvariants {

    private final InvariantChecker invariants;
    private final GroundTruth truth;
    private final SimulatedEngines engines;
    private final CommittedHistory committed;
    private final Set<TaskId> acknowledged = new HashSet<>();

    /** How often the engine had lost workflows when the stop was confirmed. */
    private final Map<TaskId, Integer> confirmed = new HashMap<>();

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

    /** Runs after the store recorded the namespace in which the task's workflow was started. */
    void recordAcknowledged(TaskId task) {
        acknowledged.add(task);
    }

    /**
     * After a stop is confirmed no workflow of its task is open. Exempt are an engine that forgot closed workflows
     * since then and, after a wrong namespace was configured, a start that the store does not know or that was made in
     * both namespaces.
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

    private void check(TaskId task) {
        if (!confirmed.containsKey(task) && truth.isConfirmed(task)) {
            confirmed.put(task, engines.losses());
        }
        boolean applies = isInConfiguredNamespace(task) && confirmed.getOrDefault(task, -1) == engines.losses();
        invariants.check(
                !applies || !engines.isOpen(task),
                9,
                () -> "the workflow of task " + task + " is open, but its stop is confirmed");
    }
}
