package io.nicotask.application.simulation;

import io.nicotask.application.port.Stop;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;

/** What must have come about when nothing has gone wrong for as long as the bound says (9, 10, 11, 16). */
final class EndLaws {

    private static final long FEW = 3;

    private final World world;
    private final Ground ground;
    private final Engines engines;
    private final Referee referee;

    EndLaws(World world) {
        this.world = world;
        this.ground = world.ground;
        this.engines = world.engines;
        this.referee = world.referee;
    }

    /** After the bound: stops are confirmed, no ended task has an open workflow, no open one a closed workflow. */
    void judgeBound() {
        for (Task task : ground.tasks().toList()) {
            if (task.status().isTerminal()) {
                judgeStop(task);
            } else if (!isOwnFault(task)) {
                judgeOpen(task);
            }
        }
    }

    /** Whether nothing is left to be done. */
    boolean isQuiet() {
        return ground.tasks().allMatch(task -> task.status().isTerminal() ? isStopped(task) : isLeft(task));
    }

    void judgeQuiet() {
        ground.tasks().filter(task -> !task.status().isTerminal()).forEach(task -> referee.demand(
                isLeft(task), 11, () -> task + " is stuck; its workflow: " + engines.truth(task.id())));
        ground.tasks().filter(task -> task.status().isTerminal()).forEach(this::judgeStop);
    }

    private void judgeStop(Task task) {
        referee.demand(
                isStopped(task),
                9,
                () -> "the stop of " + task + " is not confirmed: " + ground.stopOf(task.id()));
        referee.demand(!engines.isOpen(task.id()), 10, () -> task + " keeps an open workflow");
    }

    private boolean isStopped(Task task) {
        return ground.stopOf(task.id()).map(Stop::confirmedAt).isPresent()
                || ground.stopOf(task.id()).isEmpty();
    }

    private void judgeOpen(Task task) {
        if (task.status() == TaskStatus.WAITING) {
            boolean waitsForSomebody = ground.tasks()
                    .anyMatch(other -> !other.id().equals(task.id())
                            && TaskLaws.isInTheWay(other, task)
                            && (!other.status().isTerminal() || !isStopped(other)));
            referee.demand(waitsForSomebody, 16, () -> task + " waits for nobody");
        } else {
            referee.demand(
                    !(engines.truth(task.id()) instanceof Sighting.Closed),
                    11,
                    () -> task + " is open, its workflow is not: " + engines.truth(task.id()));
        }
    }

    /** An open task that nobody but a person can end, or that waits for one. */
    private boolean isLeft(Task task) {
        return isOwnFault(task)
                || ground.tasks()
                        .anyMatch(other -> TaskLaws.isInTheWay(other, task) && !other.id().equals(task.id()) && isOwnFault(other));
    }

    /** Its workflow is missing, and the rule says that this alone does not end it. */
    private boolean isOwnFault(Task task) {
        boolean isMissing = task.status().mayHaveWorkflow()
                && !task.status().isTerminal()
                && engines.truth(task.id()) instanceof Sighting.Missing;
        return isMissing && (engines.wasMistaken(task.id()) || !engines.forgets() && missing() > FEW);
    }

    private long missing() {
        return ground.store.watch().missingAt(Ground.SCOPE.site()).missing();
    }
}
