package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;

import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.TaskId;

/**
 * An operator who inspects the hardware where the system cannot find out by itself whether a step still acts, and
 * resolves the stop once nothing does. A task whose commands the hardware has lost is cancelled at some time: its steps
 * are over only at their time limit, which a clock that was set back puts off for hours.
 */
final class SimulatedOperator {

    private static final int CANCELS_PER_MILLE = 50;

    private final SimulatedWorld world;

    SimulatedOperator(SimulatedWorld world) {
        this.world = world;
    }

    void run() {
        while (true) {
            world.scheduler.sleep(world.random.between(500, 3_000));
            for (Task task : world.truth.tasks()) {
                if (needsInspection(task.id())) {
                    resolve(task.id());
                } else if (isStuck(task) && world.random.chance(CANCELS_PER_MILLE)) {
                    world.clients.cancel(task.id());
                }
            }
        }
    }

    private boolean isStuck(Task task) {
        return task.status() == TaskStatus.RUNNING && world.truth.hardware.hasForgotten(task.id());
    }

    /** Whether an inspection is all that is missing: the workflow is closed, and of no step the status is known. */
    private boolean needsInspection(TaskId task) {
        return world.truth
                        .stopOf(task)
                        .filter(SimulatedOperator::needsInspection)
                        .isPresent()
                && !world.truth.hardware.isActing(task);
    }

    private static boolean needsInspection(Stop stop) {
        return stop.status() == StopStatus.NEEDS_ATTENTION
                && stop.instants().engineClosed() != null
                && !stop.steps().isEmpty()
                && stop.steps().stream().noneMatch(step -> step.unknown().isEmpty());
    }

    private void resolve(TaskId task) {
        ResolveStop.Command command = new ResolveStop.Command(
                new RequestContext(CALLER, ORG, ORIGIN), SITE, task, new Reason("nothing acts any more"));
        try {
            ResolveStop.Result result = world.useCases.resolveStop().resolve(command);
            world.trace.line(() -> "an operator resolves the stop of task " + task + ": " + result);
            world.invariants.check(
                    !(result instanceof ResolveStop.Result.Resolved) || world.truth.isConfirmed(task),
                    31,
                    () -> "a resolved stop is not confirmed, of task " + task);
        } catch (StoreUnavailable unknown) {
            world.trace.line(() -> "the operator gets no answer");
        } catch (ProcessHalted server) {
            world.revive();
        }
    }
}
