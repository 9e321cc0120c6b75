package io.nicotask.application.simulation;

import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.RackOperationUseCases;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The worker processes. Each has attempts that share its lease, and renews it once a second. */
final class SimulatedWorkers {

    private static final int PROCESSES = 2;
    private static final int RENEWAL_INTERVAL = 1_000;

    private final SimulatedWorld world;
    private final List<WorkerProcess> processes = new ArrayList<>();
    private long lastLease;

    SimulatedWorkers(SimulatedWorld world) {
        this.world = world;
    }

    /** A process that polls the engine; another one replaces each that was killed or is cut off. */
    WorkerProcess next() {
        processes.removeIf(process -> process.killed || process.cutOff);
        while (processes.size() < PROCESSES) {
            processes.add(new WorkerProcess());
        }
        return world.random.pick(processes);
    }

    /** One worker process. */
    final class WorkerProcess {

        private final RackOperationUseCases useCases =
                SimulatedUseCases.ofWorker(world.ports(), () -> new UUID(12, ++lastLease));
        private final Set<Fiber> fibers = new HashSet<>();
        private boolean killed;
        private boolean cutOff;

        private WorkerProcess() {
            spawn("renewals", this::renew);
        }

        ExecuteStage executeStage() {
            return useCases.execute();
        }

        /** Runs a thread of the process; if it is halted, the whole process is. */
        Fiber spawn(String name, Runnable body) {
            Fiber fiber = world.scheduler.spawn(name, () -> {
                try {
                    body.run();
                } catch (ProcessHalted halted) {
                    kill();
                    throw halted;
                }
            });
            fibers.add(fiber);
            return fiber;
        }

        void kill() {
            killed = true;
            fibers.forEach(Fiber::crash);
        }

        /** Takes the engine away from the process for good; its store stays. */
        void cutOff() {
            cutOff = true;
        }

        boolean isCutOff() {
            return cutOff;
        }

        private void renew() {
            while (true) {
                world.scheduler.sleep(world.random.between(RENEWAL_INTERVAL / 2, RENEWAL_INTERVAL));
                if (killed) {
                    throw new ProcessHalted();
                }
                try {
                    useCases.renewLease().renew();
                } catch (StoreUnavailable away) {
                    world.trace.line(() -> "the lease of the process could not be renewed");
                }
            }
        }
    }
}
