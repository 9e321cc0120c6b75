package io.nicotask.application.simulation;

import io.nicotask.application.port.Stop;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What must come about within the bound when nothing goes wrong any more (9, 10, 11, 16), and in the end. */
final class EndLaws {

    /** Ten seconds, and what the leases of a claim and of an attempt may add. */
    private static final long BOUND = 20_000;

    private static final long INTERVAL = 100;
    private static final long FEW = 3;

    private final Ground ground;
    private final Engines engines;
    private final EngineLaws engineLaws;
    private final Referee referee;
    private final Scheduler scheduler;

    /** What is not as it should be, and since when. */
    private final Map<Concern, Long> concerns = new HashMap<>();

    private long nextLook;
    private long longest;

    EndLaws(World world) {
        this.ground = world.ground;
        this.engines = world.engines;
        this.engineLaws = world.engineLaws;
        this.referee = world.referee;
        this.scheduler = world.scheduler;
    }

    /** Looks at everything; what has not been as it should be for longer than the bound breaks its invariant. */
    void look() {
        if (scheduler.now() < nextLook) {
            return;
        }
        nextLook = scheduler.now() + INTERVAL;
        Set<Concern> seen = new HashSet<>();
        ground.tasks().forEach(task -> {
            if (!needsAPerson(task)) {
                look(task, seen);
            }
        });
        concerns.keySet().retainAll(seen);
        for (Concern concern : seen) {
            long lasts = scheduler.now() - Objects.requireNonNull(concerns.merge(concern, scheduler.now(), Math::min));
            longest = Math.max(longest, lasts);
            referee.demand(lasts <= BOUND, concern.invariant(), () -> describe(concern));
        }
    }

    /** The longest that anything was not as it should be, in milliseconds. */
    long longest() {
        return longest;
    }

    /** Whether nothing is left to be done. */
    boolean isQuiet() {
        return ground.tasks().allMatch(this::isAtRest);
    }

    private boolean isAtRest(Task task) {
        return task.status().isTerminal()
                ? needsAPerson(task) || (isStopped(task) && !engines.isOpen(task.id()))
                : waitsForAPerson(task);
    }

    void judgeStillness() {
        ground.tasks()
                .filter(task -> !task.status().isTerminal() && !waitsForAPerson(task))
                .forEach(task -> referee.breaks(11, task + " never ends; its workflow: " + engines.truth(task.id())));
    }

    private void look(Task task, Set<Concern> seen) {
        if (task.status().isTerminal()) {
            lookAtEnded(task, seen);
        } else {
            lookAtOpen(task, seen);
        }
    }

    private void lookAtEnded(Task task, Set<Concern> seen) {
        if (!isStopped(task)) {
            seen.add(new Concern(task.id(), 9));
        }
        if (engines.isOpen(task.id())) {
            seen.add(new Concern(task.id(), 10));
        }
    }

    private void lookAtOpen(Task task, Set<Concern> seen) {
        if (engines.truth(task.id()) instanceof Sighting.Closed) {
            seen.add(new Concern(task.id(), 11));
        }
        if (task.status() == TaskStatus.WAITING && !waitsForSomebody(task)) {
            seen.add(new Concern(task.id(), 16));
        }
    }

    private boolean isStopped(Task task) {
        return ground.stopOf(task.id()).map(stop -> stop.confirmedAt() != null).orElse(true);
    }

    private boolean waitsForSomebody(Task task) {
        return ground.tasks()
                .anyMatch(other -> !other.id().equals(task.id())
                        && TaskLaws.isInTheWay(other, task)
                        && (!other.status().isTerminal() || !isStopped(other)));
    }

    private boolean waitsForAPerson(Task task) {
        return needsAPerson(task)
                || ground.tasks().anyMatch(other -> TaskLaws.isInTheWay(other, task) && needsAPerson(other));
    }

    /**
     * A task whose workflow is not where it is looked for: while the rule says that this alone does not end it, and when
     * it may be in another namespace.
     */
    private boolean needsAPerson(Task task) {
        if (task.status().isTerminal()) {
            return !engineLaws.isWhereItIsLookedFor(task.id()) && !(isStopped(task) && !engines.isOpen(task.id()));
        }
        boolean isMissing = task.status().mayHaveWorkflow() && engines.truth(task.id()) instanceof Sighting.Missing;
        return engines.wasMistaken(task.id()) || (isMissing && !engines.forgets() && missing() > FEW);
    }

    private long missing() {
        return ground.store.watch().missingAt(Ground.SCOPE.site()).missing();
    }

    private String describe(Concern concern) {
        Task task = ground.find(concern.task()).orElseThrow();
        String stop = ground.stopOf(task.id()).map(Stop::toString).orElse("none");
        return task + " is not as it should be for too long; its workflow: " + engines.truth(task.id()) + ", its stop: "
                + stop;
    }

    private record Concern(TaskId task, int invariant) {}
}
