package io.nicotask.application.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One life of a world: first anything may go wrong, then everything heals, and within the bound all must be well. */
final class Schedule {

    /** How long the work itself may take, whoever waits for whom. */
    private static final long PATIENCE = 600_000;

    private final World world;
    private final EndLaws end;
    private long steps;

    private Schedule(World world) {
        this.world = world;
        this.end = new EndLaws(world);
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
        World world = new World(seed, defect, traced);
        Schedule schedule = new Schedule(world);
        try {
            schedule.live();
        } finally {
            world.scheduler.dismissAll();
        }
        return new Outcome(
                seed,
                schedule.steps,
                world.referee.violation(),
                world.faults.fired(),
                world.faults.met(),
                world.coverage,
                schedule.end.longest(),
                world.trace.lines());
    }

    private void live() {
        for (int wild = world.dice.between(150, 900); wild > 0 && isSound(); wild--) {
            turn();
        }
        heal();
        long patience = world.scheduler.now() + PATIENCE;
        while (isSound() && !isOver() && world.scheduler.now() < patience) {
            turn();
            end.look();
        }
        if (isSound()) {
            end.judgeStillness();
        }
    }

    private boolean isOver() {
        return world.clientsAreDone() && end.isQuiet();
    }

    private void heal() {
        world.trace.line(() -> "everything heals");
        world.faults.heal();
        world.weather.clearUp();
        world.clients.goHome();
        world.scheduler.calmDown();
    }

    private void turn() {
        steps++;
        Fiber fiber = world.scheduler.turn();
        Throwable failure = fiber.failure();
        if (failure != null) {
            world.referee.breaks(23, fiber.name() + " died of " + failure);
        }
    }

    private boolean isSound() {
        return world.referee.violation() == null;
    }

    /**
     * What came of a schedule.
     *
     * @param seed by which it can be run again
     * @param violation the invariant that was broken, or null
     * @param met the faults of the matrix, and how often each
     * @param longestConcern for how long anything was not as it should be after all had healed, in milliseconds
     * @param trace what happened, when it was wanted
     */
    record Outcome(
            long seed,
            long steps,
            @Nullable String violation,
            Map<Fault, Long> fired,
            Map<io.nicotask.faults.Fault, Long> met,
            Coverage coverage,
            long longestConcern,
            List<String> trace) {}
}
