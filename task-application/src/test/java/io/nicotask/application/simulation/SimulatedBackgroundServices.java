package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.SITE;

import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.worker.ObserveSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The dispatchers and observers of several servers. By chance an item is carried out in a fiber of its own. */
final class SimulatedBackgroundServices {

    private static final int IDLE = 1_000;

    private final SimulatedWorld world;
    private final List<WorkDispatcher> dispatchers;

    SimulatedBackgroundServices(SimulatedWorld world, List<WorkDispatcher> dispatchers) {
        this.world = world;
        this.dispatchers = dispatchers;
    }

    void start(List<ObserveSteps> observers) {
        dispatchers.forEach(dispatcher -> start("dispatcher", dispatcher::claimDue, () -> runClaimed(dispatcher)));
        observers.forEach(steps -> start("observer", limit -> steps.claimDue(Set.of(SITE), limit), () -> {}));
    }

    /** Starts the workflow of a task that a server has submitted. */
    void start(TaskView submitted) {
        deliver(server -> server.start(submitted));
    }

    /** Closes the workflow of a task that a server has cancelled. */
    void stop(TaskView cancelled) {
        deliver(server -> server.stop(cancelled));
    }

    /** A server delivers what it has decided after the commit, unless it crashed. */
    private void deliver(Consumer<WorkDispatcher> delivery) {
        if (world.random.chance(500)) {
            WorkDispatcher server = world.random.pick(dispatchers);
            delivery.accept(server);
            runClaimed(server);
        }
    }

    /** Lets a server carry out what it has claimed, in fibers of their own, unless it crashed. */
    private void runClaimed(WorkDispatcher server) {
        if (world.random.chance(900)) {
            server.takeClaimed()
                    .forEach(item -> world.scheduler.spawn(
                            "delivery",
                            () -> guarded(() -> {
                                item.run();
                                runClaimed(server);
                            })));
        }
    }

    private void start(String name, IntFunction<List<Runnable>> claimDue, Runnable then) {
        world.scheduler.spawn(name, () -> {
            while (true) {
                world.scheduler.sleep(world.random.between(IDLE / 2, IDLE));
                List<Runnable> due = new ArrayList<>();
                guarded(() -> due.addAll(claimDue.apply(world.random.between(1, 8))));
                due.forEach(item -> carryOut(name, item, then));
                then.run();
            }
        });
    }

    /** An item hangs as long as its engine, and then it must be in a fiber of its own. */
    private void carryOut(String name, Runnable item, Runnable then) {
        Runnable work = () -> guarded(() -> {
            item.run();
            then.run();
        });
        if (world.hasNeighbour || world.random.chance(500)) {
            world.scheduler.spawn(name + "-delivery", work);
        } else {
            work.run();
        }
    }

    /** Work that fails or crashes becomes due again when its claim expires. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable away) {
            world.scheduler.sleep(IDLE);
        } catch (ProcessHalted process) {
            world.revive();
        }
    }
}
