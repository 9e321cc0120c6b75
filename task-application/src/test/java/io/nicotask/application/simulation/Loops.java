package io.nicotask.application.simulation;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.relay.RackSweep;
import io.nicotask.application.relay.Relay;
import io.nicotask.application.relay.Sweep;
import io.nicotask.domain.task.TaskId;
import java.util.List;
import java.util.function.IntFunction;

/** The relays and sweeps of several servers. A delivery goes on by itself, or the loop waits for it, as it happens. */
final class Loops {

    private static final int IDLE = 1_000;

    private final World world;
    private final List<Relay> relays;

    Loops(World world, List<Relay> relays) {
        this.world = world;
        this.relays = relays;
    }

    void start(List<Sweep> sweeps, List<RackSweep> rackSweeps) {
        relays.forEach(relay -> start("relay", relay::claimDue));
        sweeps.forEach(sweep -> start("sweep", sweep::claimDue));
        rackSweeps.forEach(sweep -> start("rack-sweep", sweep::claimDue));
    }

    /** The stop is delivered right after the cancel. */
    void deliverNow(TaskId task) {
        Relay relay = world.dice.oneOf(relays);
        world.scheduler.spawn("inline-stop", () -> guarded(() -> relay.deliver(task)));
    }

    private void start(String name, IntFunction<List<Runnable>> claimDue) {
        world.scheduler.spawn(name, () -> {
            while (true) {
                world.scheduler.sleep(world.dice.between(IDLE / 2, IDLE));
                guarded(() -> claimDue.apply(world.dice.between(1, 8)).forEach(due -> run(name, due)));
            }
        });
    }

    private void run(String name, Runnable due) {
        if (world.dice.chance(500)) {
            world.scheduler.spawn(name + "-delivery", () -> guarded(due));
        } else {
            due.run();
        }
    }

    /** What is left undone is left to its lease. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable away) {
            world.scheduler.sleep(IDLE);
        } catch (Halted process) {
            world.revive();
        }
    }
}
