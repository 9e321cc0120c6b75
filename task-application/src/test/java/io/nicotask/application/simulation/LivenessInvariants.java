package io.nicotask.application.simulation;

import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks what must happen within the bound after the last fault has ended (9, 10, 11, 16), and the final state. */
final class LivenessInvariants {

    /** Ten seconds, plus what a claim's lease and an attempt's lease may add; in milliseconds. */
    private static final long BOUND = 20_000;

    private static final long INTERVAL = 100;
    private static final long FEW = 3;

    private final GroundTruth truth;
    private final SimulatedEngines engines;
    private final EngineInvariants engineInvariants;
    private final InvariantChecker invariants;
    private final FiberScheduler scheduler;

    /** The open concerns, and since when each has been open. */
    private final Map<Concern, Long> concerns = new HashMap<>();

    private long nextLook;
    private long longest;

    LivenessInvariants(SimulatedWorld world) {
        this.truth = world.truth;
        this.engines = world.engines;
        this.engineInvariants = world.engineInvariants;
        this.invariants = world.invariants;
        this.scheduler = world.scheduler;
    }

    /** Checks all tasks; a concern that stays open for longer than the bound violates its invariant. */
    void check() {
        if (scheduler.now() < nextLook) {
            return;
        }
        nextLook = scheduler.now() + INTERVAL;
        Set<Concern> seen = new HashSet<>();
        truth.tasks().forEach(task -> {
            if (!needsAPerson(task)) {
                check(task, seen);
            }
        });
        concerns.keySet().retainAll(seen);
        for (Concern concern : seen) {
            long lasts = scheduler.now() - Objects.requireNonNull(concerns.merge(concern, scheduler.now(), Math::min));
            longest = Math.max(longest, lasts);
            invariants.check(lasts <= BOUND, concern.invariant(), () -> describe(concern));
        }
    }

    /** The longest time that any concern was open, in milliseconds. */
    long longest() {
        return longest;
    }

    /** Whether no work is left. */
    boolean isQuiet() {
        return truth.tasks().allMatch(this::isAtRest);
    }

    private boolean isAtRest(Task task) {
        return task.status().isTerminal()
                ? needsAPerson(task) || (isStopped(task) && !engines.isOpen(task.id()))
                : waitsForAPerson(task);
    }

    void checkAtEnd() {
        truth.tasks()
                .filter(task -> !task.status().isTerminal() && !waitsForAPerson(task))
                .forEach(
                        task -> invariants.report(11, task + " never ends; its workflow: " + engines.truth(task.id())));
    }

    private void check(Task task, Set<Concern> seen) {
        if (task.status().isTerminal()) {
            checkEnded(task, seen);
        } else {
            checkOpen(task, seen);
        }
    }

    private void checkEnded(Task task, Set<Concern> seen) {
        if (!isStopped(task)) {
            seen.add(new Concern(task.id(), 9));
        }
        if (engines.isOpen(task.id())) {
            seen.add(new Concern(task.id(), 10));
        }
    }

    private void checkOpen(Task task, Set<Concern> seen) {
        if (engines.truth(task.id()) instanceof WorkflowDescription.Closed) {
            seen.add(new Concern(task.id(), 11));
        }
        if (task.status() == TaskStatus.WAITING && !waitsForSomebody(task)) {
            seen.add(new Concern(task.id(), 16));
        }
    }

    private boolean isStopped(Task task) {
        return truth.stopOf(task.id()).map(stop -> stop.confirmedAt() != null).orElse(true);
    }

    private boolean waitsForSomebody(Task task) {
        return truth.tasks()
                .anyMatch(other -> !other.id().equals(task.id())
                        && TaskInvariants.isInTheWay(other, task)
                        && (!other.status().isTerminal() || !isStopped(other)));
    }

    private boolean waitsForAPerson(Task task) {
        return needsAPerson(task)
                || truth.tasks().anyMatch(other -> TaskInvariants.isInTheWay(other, task) && needsAPerson(other));
    }

    /**
     * A task whose workflow is not where the configuration points: the reconciler must not end it for that reason
     * alone, or its workflow may be in another namespace.
     */
    private boolean needsAPerson(Task task) {
        if (task.status().isTerminal()) {
            return !engineInvariants.isWhereItIsLookedFor(task.id())
                    && !(isStopped(task) && !engines.isOpen(task.id()));
        }
        boolean isMissing =
                task.status().mayHaveWorkflow() && engines.truth(task.id()) instanceof WorkflowDescription.NotFound;
        return engines.wasMistaken(task.id()) || (isMissing && !engines.forgets() && missing() > FEW);
    }

    private long missing() {
        return truth.store
                .workflowMonitor()
                .missingWorkflowsAt(GroundTruth.SCOPE.site())
                .missing();
    }

    private String describe(Concern concern) {
        Task task = truth.find(concern.task()).orElseThrow();
        String stop = truth.stopOf(task.id()).map(StopStatus::toString).orElse("none");
        return task + " is not as it should be for too long; its workflow: " + engines.truth(task.id()) + ", its stop: "
                + stop;
    }

    private record Concern(TaskId task, int invariant) {}
}
