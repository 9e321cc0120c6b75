package io.nicotask.application.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One schedule: first with faults; then all faults end, and within the bound no concern may be left. */
final class SimulationRun {

    /** How long the work itself may take after the faults have ended, in virtual milliseconds. */
    private static final long PATIENCE = 600_000;

    private final SimulatedWorld world;
    private final LivenessInvariants end;
    private long steps;

    private SimulationRun(SimulatedWorld world) {
        this.world = world;
        this.end = new LivenessInvariants(world);
    }

    /** Runs the schedule of the seed. */
    static Outcome run(long seed, Defect defect, boolean traced) {
        List<Outcome> outcome = new ArrayList<>();
        Thread own = Thread.ofVirtual().start(() -> outcome.add(lived(seed, defect, traced)));
        try {
            own.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcome.getFirst();
    }

    private static Outcome lived(long seed, Defect defect, boolean traced) {
        SimulatedWorld world = new SimulatedWorld(seed, defect, traced);
        SimulationRun simulationRun = new SimulationRun(world);
        try {
            simulationRun.live();
        } finally {
            world.scheduler.dismissAll();
        }
        return new Outcome(
                seed,
                simulationRun.steps,
                world.invariants.violation(),
                world.faults.fired(),
                world.faults.met(),
                world.coverage,
                simulationRun.end.longest(),
                world.trace.lines());
    }

    private void live() {
        for (int wild = world.random.between(150, 900); wild > 0 && isSound(); wild--) {
            turn();
        }
        endFaults();
        long patience = world.scheduler.now() + PATIENCE;
        while (isSound() && !isOver() && world.scheduler.now() < patience) {
            turn();
            end.check();
        }
        if (isSound()) {
            end.checkAtEnd();
        }
    }

    private boolean isOver() {
        return world.clientsAreDone() && end.isQuiet();
    }

    private void endFaults() {
        world.trace.line(() -> "everything heals");
        world.faults.endAll();
        world.environment.endFaults();
        world.clients.stop();
        world.scheduler.calmDown();
    }

    private void turn() {
        steps++;
        Fiber fiber = world.scheduler.turn();
        Throwable failure = fiber.failure();
        if (failure != null) {
            world.invariants.report(23, fiber.name() + " died of " + failure);
        }
    }

    private boolean isSound() {
        return world.invariants.violation() == null;
    }

    /**
     * The result of a schedule.
     *
     * @param seed runs the same schedule again
     * @param violation the invariant that was violated, or null
     * @param met how often each fault of the matrix was injected
     * @param longestConcern the longest time that a concern was open after the faults had ended, in milliseconds
     * @param trace what happened, if it was requested
     */
    record Outcome(
            long seed,
            long steps,
            @Nullable String violation,
            Map<SimulatedFault, Long> fired,
            Map<io.nicotask.faults.Fault, Long> met,
            TransitionCoverage coverage,
            long longestConcern,
            List<String> trace) {}
}
