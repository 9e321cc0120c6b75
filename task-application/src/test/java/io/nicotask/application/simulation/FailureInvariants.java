package io.nicotask.application.simulation;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * No task is ended because an engine or a namespace was misconfigured or unavailable (30), and a missing workflow ends
 * its task only by the rule (11): every failure states a true reason.
 */
final class FailureInvariants {

    /** Parts of the hardware's errors: a component failed, timed out, or was stopped after its timeout. */
    private static final List<String> HARDWARE = List.of("it broke", "did not finish within", "it was stopped");

    /** The reconciler's errors for a missing workflow. */
    private static final Set<String> MISSING =
            Set.of("Workflow is unknown to its engine", "Workflow was lost when its embedded engine restarted");

    private static final long MANY = 3;
    private static final double SHARE = 0.05;

    private final InvariantChecker invariants;
    private final GroundTruth truth;
    private final SimulatedEngines engines;
    private final RackInvariants racks;

    FailureInvariants(InvariantChecker invariants, GroundTruth truth, SimulatedEngines engines, RackInvariants racks) {
        this.invariants = invariants;
        this.truth = truth;
        this.engines = engines;
        this.racks = racks;
    }

    void checkFailure(Task now, Failed end, Actor by) {
        if (by.equals(Actor.system("relay"))) {
            invariants.check(
                    engines.hasRefused(now.id()), 30, () -> now + " failed, though the engine refused no start of it");
        } else if (by.equals(Actor.system("sweep"))) {
            checkReconciler(now, end);
        } else {
            boolean isKnown = HARDWARE.stream().anyMatch(end.error()::contains);
            invariants.check(isKnown, 30, () -> now + " failed with an error that nothing explains: " + end.error());
        }
    }

    private void checkReconciler(Task now, Failed end) {
        if (MISSING.contains(end.error())) {
            boolean said = engines.descriptionsOf(now.id()).stream()
                    .anyMatch(description -> description instanceof WorkflowDescription.NotFound
                            && (description.namespace().equals(SimulatedEngines.NAMESPACE)
                                    || engines.wasStartedInWrongNamespace(now.id())));
            invariants.check(said, 30, () -> now + " failed (" + end.error() + "), but the engine never answered so");
            checkMissing(now);
            checkMissingLimit(now, end);
        } else {
            checkClosed(now, how -> end.error().startsWith(sentence(how)));
        }
    }

    /** A task whose worker has not ended it succeeds only when its own workflow completed. */
    void checkSuccess(Task now, Actor by) {
        if (by.equals(Actor.system("sweep"))) {
            checkClosed(now, how -> how == CloseStatus.COMPLETED);
        }
    }

    private void checkClosed(Task now, Predicate<CloseStatus> fits) {
        List<WorkflowDescription.Closed> closed = engines.descriptionsOf(now.id()).stream()
                .filter(WorkflowDescription.Closed.class::isInstance)
                .map(WorkflowDescription.Closed.class::cast)
                .filter(description -> fits.test(description.closeStatus()))
                .toList();
        invariants.check(
                !closed.isEmpty(),
                30,
                () -> now + " was ended for a result that the engine never answered: " + now.message());
        WorkflowRun run = now.state().runOrNull();
        if (run != null
                && closed.stream().noneMatch(description -> description.run().equals(run.id()))) {
            checkMissing(now);
        }
    }

    /**
     * For a missing workflow, or the end of another run, which only shows that the engine forgot the task's own run or
     * replaced it.
     */
    private void checkMissing(Task now) {
        boolean canBeMissing =
                engines.losses() > 0 || engines.wasStartedInWrongNamespace(now.id()) || engines.wasReset(now.id());
        invariants.check(canBeMissing, 30, () -> now + " was ended as missing, but the engine forgot nothing");
        boolean mayBeActing = racks.isLeased(now.id()) && !engines.forgets();
        invariants.check(!mayBeActing, 11, () -> now + " was ended as missing while an attempt of it acts");
    }

    /** Many missing workflows mean that the wrong engine is configured. */
    private void checkMissingLimit(Task now, Failed end) {
        WorkflowMonitor.MissingWorkflows site = truth.monitor().missingWorkflowsAt(GroundTruth.SCOPE.site());
        // The counts are of open tasks: the failed one is not among them any more.
        long missing = site.missing() + 1;
        boolean many = missing > Math.max(MANY, SHARE * (site.monitored() + 1));
        invariants.check(
                !many || engines.forgets(),
                30,
                () -> now + " failed (" + end.error() + ") as one of too many missing workflows: " + missing);
    }

    private static String sentence(CloseStatus how) {
        return switch (how) {
            case COMPLETED -> "Workflow completed";
            case FAILED -> "Workflow failed";
            case CANCELED -> "Workflow was cancelled";
            case TERMINATED -> "Workflow was terminated";
            case TIMED_OUT -> "Workflow timed out";
        };
    }
}
