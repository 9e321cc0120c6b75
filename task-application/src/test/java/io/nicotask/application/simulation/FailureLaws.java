package io.nicotask.application.simulation;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskState.Failed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No task is ended because an engine or a namespace was misconfigured or away (30), and a missing workflow ends its task
 * by the rule only (11): whatever fails has a reason that is true.
 */
final class FailureLaws {

    /** What the hardware says: it went wrong, it took too long, and was stopped for that. */
    private static final List<String> HARDWARE = List.of("it broke", "did not finish within", "it was stopped");

    private static final long MANY = 3;
    private static final double SHARE = 0.05;
    private static final long START_WITHIN = 600_000;

    private final Referee referee;
    private final Ground ground;
    private final Engines engines;
    private final RackLaws racks;
    private final Scheduler scheduler;
    private final Map<TaskId, Long> pendingSince = new HashMap<>();

    FailureLaws(Referee referee, Ground ground, Engines engines, RackLaws racks, Scheduler scheduler) {
        this.referee = referee;
        this.ground = ground;
        this.engines = engines;
        this.racks = racks;
        this.scheduler = scheduler;
    }

    void startRequested(TaskId task) {
        pendingSince.putIfAbsent(task, scheduler.now());
    }

    void judge(Task now, Failed end, Actor by) {
        if (by.equals(Actor.system("relay"))) {
            boolean overdue = scheduler.now() - pendingSince.getOrDefault(now.id(), scheduler.now()) > START_WITHIN;
            referee.demand(overdue || engines.hasRefused(now.id()), 30, () -> now + " was given up before its time");
        } else if (by.equals(Actor.system("sweep"))) {
            judgeSweep(now, end);
        } else {
            boolean isKnown = HARDWARE.stream().anyMatch(end.error()::contains);
            referee.demand(isKnown, 30, () -> now + " failed without a reason: " + end.error());
        }
    }

    private void judgeSweep(Task now, Failed end) {
        switch (engines.truth(now.id())) {
            case Sighting.Open open ->
                referee.breaks(30, now + " failed (" + end.error() + ") while its workflow is open");
            case Sighting.Closed closed -> {
                referee.demand(
                        end.error().startsWith(sentence(closed.how())),
                        30,
                        () -> now + " failed (" + end.error() + ") of a workflow that is " + closed.how());
                judgeRun(now, closed);
            }
            case Sighting.Missing missing -> {
                judgeMissing(now);
                judgeFuse(now, end);
            }
        }
    }

    /** A task that its worker has not ended succeeds only when its own workflow has completed. */
    void judgeSuccess(Task now, Actor by) {
        if (by.equals(Actor.system("sweep"))) {
            if (engines.truth(now.id()) instanceof Sighting.Closed closed && closed.how() == CloseStatus.COMPLETED) {
                judgeRun(now, closed);
            } else {
                referee.breaks(11, now + " succeeded, its workflow did not");
            }
        }
    }

    /** The end of another run says no more than that the task's own is forgotten. */
    private void judgeRun(Task now, Sighting.Closed closed) {
        Run run = now.state().runOrNull();
        if (run != null && !run.id().equals(closed.run())) {
            judgeMissing(now);
        }
    }

    private void judgeMissing(Task now) {
        boolean canBeMissing = engines.losses() > 0 || engines.wasMistaken(now.id());
        referee.demand(canBeMissing, 30, () -> now + " was ended, though its engine forgot nothing");
        boolean mayBeActing = racks.isLeased(now.id()) && !engines.forgets();
        referee.demand(!mayBeActing, 11, () -> now + " was ended while an attempt of it acts");
    }

    /** If many look missing it is the engine that is not the right one. */
    private void judgeFuse(Task now, Failed end) {
        WorkflowWatch.Missing site = ground.store.watch().missingAt(Ground.SCOPE.site());
        // The failed task's own watch has ended in the same transaction.
        long missing = site.missing() + 1;
        boolean many = missing > Math.max(MANY, SHARE * (site.watched() + 1));
        referee.demand(
                !many || engines.forgets(), 30, () -> now + " failed (" + end.error() + ") as one of " + missing);
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
