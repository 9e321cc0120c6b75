package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.SITE;

import io.nicotask.application.internal.work.OutboxRelay;
import io.nicotask.application.internal.work.RackReconciler;
import io.nicotask.application.internal.work.WorkflowReconciler;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.ObserveSteps;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** The relays and reconcilers of several servers. By chance a delivery runs in a fiber of its own or in its loop. */
final class SimulatedBackgroundServices {

    private static final int IDLE = 1_000;

    private final SimulatedWorld world;
    private final List<OutboxRelay> relays;

    SimulatedBackgroundServices(SimulatedWorld world, List<OutboxRelay> relays) {
        this.world = world;
        this.relays = relays;
    }

    void start(
            List<WorkflowReconciler> reconcilers, List<RackReconciler> rackReconcilers, List<ObserveSteps> observers) {
        relays.forEach(relay -> start("relay", relay::claimDue));
        reconcilers.forEach(reconciler -> start("reconciler", reconciler::claimDue));
        rackReconcilers.forEach(reconciler -> start("rack-reconciler", reconciler::claimDue));
        observers.forEach(steps -> start("observer", limit -> steps.claimDue(Set.of(SITE), limit)));
    }

    /** Delivers a stop right after its cancel. */
    void deliverNow(TaskId task) {
        OutboxRelay relay = world.random.pick(relays);
        world.scheduler.spawn("immediate-stop", () -> guarded(() -> relay.deliver(task)));
    }

    private void start(String name, IntFunction<List<Runnable>> claimDue) {
        world.scheduler.spawn(name, () -> {
            while (true) {
                world.scheduler.sleep(world.random.between(IDLE / 2, IDLE));
                guarded(() -> claimDue.apply(world.random.between(1, 8)).forEach(due -> run(name, due)));
            }
        });
    }

    private void run(String name, Runnable due) {
        if (world.random.chance(500)) {
            world.scheduler.spawn(name + "-delivery", () -> guarded(due));
        } else {
            due.run();
        }
    }

    /** Work that fails or crashes becomes due again when its lease expires. */
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
