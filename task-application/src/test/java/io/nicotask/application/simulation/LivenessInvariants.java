package io.nicotask.application.simulation;

import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
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

    private long nextCheck;
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
        if (scheduler.now() < nextCheck) {
            return;
        }
        nextCheck = scheduler.now() + INTERVAL;
        Set<Concern> found = new HashSet<>();
        truth.tasks().forEach(task -> {
            if (!needsOperator(task)) {
                check(task, found);
            }
        });
        concerns.keySet().retainAll(found);
        for (Concern concern : found) {
            long since = Objects.requireNonNull(concerns.merge(concern, scheduler.now(), Math::min));
            longest = Math.max(longest, scheduler.now() - since);
            invariants.check(scheduler.now() - since <= boundOf(concern), concern.invariant(), () -> describe(concern));
        }
    }

    /** The workflow of a task that no worker has begun is checked at growing intervals. */
    private long boundOf(Concern concern) {
        boolean isPending = truth.find(concern.task())
                .filter(task -> task.status() == TaskStatus.PENDING)
                .isPresent();
        return isPending ? BOUND + WorkflowMonitor.HORIZON.toMillis() : BOUND;
    }

    /** The longest time that any concern was open, in milliseconds. */
    long longest() {
        return longest;
    }

    /** Whether no work is left. */
    boolean isQuiet() {
        return truth.tasks().stream().allMatch(this::isSettled);
    }

    private boolean isSettled(Task task) {
        return task.status().isTerminal()
                ? needsOperator(task) || (isStopped(task) && !isLeftOpen(task))
                : waitsForOperator(task);
    }

    void checkAtEnd() {
        truth.tasks().stream()
                .filter(task -> !isSettled(task))
                .forEach(task -> invariants.report(
                        task.status().isTerminal() ? 9 : 11,
                        task + " is not settled long after the faults; its workflow: " + engines.truth(task.id())));
    }

    private void check(Task task, Set<Concern> found) {
        if (task.status().isTerminal()) {
            checkEnded(task, found);
        } else {
            checkOpen(task, found);
        }
    }

    private void checkEnded(Task task, Set<Concern> found) {
        if (!isStopped(task) && !truth.hardware.isActing(task.id()) && !isSeldomObserved(task)) {
            found.add(new Concern(task.id(), 9, "its stop is not confirmed"));
        }
        if (isLeftOpen(task)) {
            found.add(new Concern(task.id(), 10, "its workflow is open, though it has ended"));
        }
    }

    private void checkOpen(Task task, Set<Concern> found) {
        if (engines.truth(task.id()) instanceof WorkflowDescription.Closed closed && !isCarriedOn(task, closed)) {
            found.add(new Concern(task.id(), 11, "it is open, though its workflow has closed"));
        }
        if (task.status() == TaskStatus.WAITING && !isBlocked(task)) {
            found.add(new Concern(task.id(), 16, "it waits, though no task conflicts with it"));
        }
    }

    /** The end of a run that was refused says nothing about the run of the task while an attempt of that one acts. */
    private boolean isCarriedOn(Task task, WorkflowDescription.Closed closed) {
        WorkflowRun run = task.state().runOrNull();
        return run != null
                && !run.id().equals(closed.run())
                && truth.monitor().find(task.id()).stream().anyMatch(MonitoredWorkflow::acting);
    }

    private boolean isLeftOpen(Task task) {
        return engines.isOpen(task.id()) && !engineInvariants.hasForgotten(task.id());
    }

    private boolean isStopped(Task task) {
        return truth.stopOf(task.id())
                .map(stop -> stop.status() == StopStatus.CONFIRMED)
                .orElse(true);
    }

    /** Once the status of a step has been unknown for a minute, the step is observed once a minute. */
    private boolean isSeldomObserved(Task task) {
        Instant minuteAgo = truth.storeClock.instant().minus(Stop.ATTENTION_AFTER);
        return truth.stopOf(task.id()).stream()
                .flatMap(stop -> stop.steps().stream())
                .anyMatch(step -> step.knownAt().isBefore(minuteAgo));
    }

    private boolean isBlocked(Task task) {
        return truth.tasks().stream()
                .anyMatch(other -> !other.id().equals(task.id())
                        && TaskInvariants.conflict(other, task)
                        && (!other.status().isTerminal() || !isStopped(other)));
    }

    /** Whether an operator is needed for the task, or for one that keeps it waiting. */
    private boolean waitsForOperator(Task task) {
        return needsOperator(task)
                || truth.tasks().stream()
                        .filter(other -> TaskInvariants.conflict(other, task))
                        .anyMatch(other -> needsOperator(other)
                                || (other.status() == TaskStatus.WAITING
                                        && TaskInvariants.isBefore(other, task)
                                        && waitsForOperator(other)));
    }

    /**
     * A task whose workflow is not where the configuration points: the reconciler must not end it for that reason
     * alone, or its workflow may be in another namespace.
     */
    private boolean needsOperator(Task task) {
        if (task.status().isTerminal()) {
            return !engineInvariants.isInConfiguredNamespace(task.id())
                    && !(isStopped(task) && !engines.isOpen(task.id()));
        }
        boolean isMissing =
                task.status().mayHaveWorkflow() && engines.truth(task.id()) instanceof WorkflowDescription.NotFound;
        return engines.wasStartedInWrongNamespace(task.id()) || (isMissing && !engines.forgets() && missing() > FEW);
    }

    private long missing() {
        return truth.monitor().missingWorkflowsAt(GroundTruth.SCOPE.site()).missing();
    }

    private String describe(Concern concern) {
        Task task = truth.find(concern.task()).orElseThrow();
        String stop = truth.stopOf(task.id()).map(Stop::toString).orElse("none");
        return "for more than " + boundOf(concern) + " ms " + task + " has this problem: " + concern.problem()
                + "; its workflow: " + engines.truth(task.id()) + ", its stop: " + stop;
    }

    private record Concern(TaskId task, int invariant, String problem) {}
}
