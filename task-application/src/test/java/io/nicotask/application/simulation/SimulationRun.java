package io.nicotask.application.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One schedule: first with faults; then all faults end, and within the bound no concern may be left. */
final class SimulationRun {

    /** How long the work itself may take after the faults have ended, in virtual milliseconds. */
    private static final long WORK_LIMIT = 600_000;

    private final SimulatedWorld world;
    private final LivenessInvariants liveness;
    private long steps;

    private SimulationRun(SimulatedWorld world) {
        this.world = world;
        this.liveness = new LivenessInvariants(world);
    }

    /** Runs the schedule of the seed. */
    static Outcome run(long seed, Defect defect, boolean traced) {
        List<Outcome> outcome = new ArrayList<>();
        Thread own = Thread.ofVirtual().start(() -> outcome.add(runSchedule(seed, defect, traced)));
        try {
            own.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcome.getFirst();
    }

    private static Outcome runSchedule(long seed, Defect defect, boolean traced) {
        SimulatedWorld world = new SimulatedWorld(seed, defect, traced);
        SimulationRun run = new SimulationRun(world);
        try {
            run.runPhases();
        } finally {
            world.scheduler.dismissAll();
        }
        return new Outcome(
                seed,
                run.steps,
                world.invariants.violation(),
                world.faults.fired(),
                world.faults.matrixCounts(),
                world.struck.matrix(),
                world.coverage,
                run.liveness.longest(),
                world.trace.lines());
    }

    private void runPhases() {
        for (int turns = world.random.between(150, 900); turns > 0 && hasNoViolation(); turns--) {
            turn();
        }
        endFaults();
        long limit = world.scheduler.now() + WORK_LIMIT;
        while (hasNoViolation() && !isOver() && world.scheduler.now() < limit) {
            turn();
            liveness.check();
        }
        if (hasNoViolation()) {
            liveness.checkAtEnd();
        }
    }

    private boolean isOver() {
        return world.clientsAreDone() && liveness.isQuiet();
    }

    private void endFaults() {
        world.trace.line(() -> "all faults end");
        world.faults.endAll();
        world.environment.endFaults();
        world.clients.stop();
        world.scheduler.endDelays();
    }

    private void turn() {
        steps++;
        Fiber fiber = world.scheduler.turn();
        Throwable failure = fiber.failure();
        if (failure != null) {
            world.invariants.report(23, fiber.name() + " failed with " + failure);
        }
    }

    private boolean hasNoViolation() {
        return world.invariants.violation() == null;
    }

    /**
     * The result of a schedule.
     *
     * @param seed runs the same schedule again
     * @param violation the invariant that was violated, or null
     * @param matrixCounts how often each fault of the matrix was injected
     * @param hardwareFaults how often each fault struck a task with a begun step
     * @param longestConcern the longest time that a concern was open after the faults had ended, in milliseconds
     * @param trace what happened, if it was requested
     */
    record Outcome(
            long seed,
            long steps,
            @Nullable String violation,
            Map<SimulatedFault, Long> fired,
            Map<io.nicotask.faults.Fault, Long> matrixCounts,
            HardwareFaultMatrix hardwareFaults,
            TransitionCoverage coverage,
            long longestConcern,
            List<String> trace) {}
}
