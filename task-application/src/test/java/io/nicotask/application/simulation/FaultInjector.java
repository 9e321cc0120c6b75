package io.nicotask.application.simulation;

import io.nicotask.application.port.RackLeases;
import io.nicotask.domain.value.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * Injects the faults that a call of any port can have: it may be refused, be applied and then reported as failed, be
 * delayed while other fibers run and time passes, or be the last one of its process.
 */
final class FaultInjector {

    private static final int MAX_DELAY = 8_000;
    private static final int LATE_COMMAND = 30_000;

    private final FiberScheduler scheduler;
    private final FaultPlan faults;
    private final SeededRandom random;
    private final SimulationTrace trace;
    private final StruckTasks struck;
    private boolean storeAway;

    FaultInjector(
            FiberScheduler scheduler,
            FaultPlan faults,
            SeededRandom random,
            SimulationTrace trace,
            StruckTasks struck) {
        this.scheduler = scheduler;
        this.faults = faults;
        this.random = random;
        this.trace = trace;
        this.struck = struck;
    }

    void setStoreAway(boolean now) {
        storeAway = now;
    }

    /** The process makes the call, unless it was halted before. */
    void send(FaultSite site) {
        refuseHaltedProcess();
        haltIf(SimulatedFault.HALTED_BEFORE, site);
    }

    /** The call arrives at its port, sometimes late or not at all. */
    void arrive(PortLayer layer, FaultSite site) {
        if (faults.injects(layer.slow, layer.timesAsLikely, site)) {
            trace.line(() -> site.name() + " is delayed");
            scheduler.delay(delayOf(layer, site));
            refuseHaltedProcess();
        }
        if (faults.injects(layer.refuses, layer.timesAsLikely, site)) {
            struck.strike(HardwareFault.HARDWARE_UNREACHABLE, site.commanded());
            throw unavailable(layer, layer.refuses.row());
        }
        if (storeAway && layer == PortLayer.STORE) {
            throw unavailable(layer, SimulatedFault.STORE_AWAY.row());
        }
    }

    private int delayOf(PortLayer layer, FaultSite site) {
        if (layer != PortLayer.HARDWARE) {
            return random.between(0, MAX_DELAY);
        }
        if (random.chance(300)) {
            struck.strike(HardwareFault.LATE_COMMAND, site.commanded());
            return LATE_COMMAND;
        }
        return random.between(0, LATE_COMMAND);
    }

    /** The reply of an applied call arrives at its process, sometimes late or not at all. */
    void reply(SimulatedFault lost, PortLayer layer, FaultSite site) {
        failIf(lost, layer, site);
        haltIf(SimulatedFault.HALTED_AFTER, site);
        if (faults.injects(SimulatedFault.PAUSED, taskOfWorker() == null ? 1 : 2, site)) {
            int pause = random.between(3_000, 16_000);
            trace.line(() -> "the process is paused");
            if (pause > RackLeases.DURATION.toMillis()) {
                struck.strike(HardwareFault.PAUSE, taskOfWorker());
            }
            scheduler.delay(pause);
        } else if (random.chance(250)) {
            scheduler.sleep(0);
        }
        refuseHaltedProcess();
    }

    /** Whether the call arrives twice. */
    boolean repeats(PortLayer layer, FaultSite site) {
        return faults.injects(layer.repeated, layer.timesAsLikely, site);
    }

    /** Whether a decision has lost a race; then other fibers may run before it is made again. */
    boolean losesRace(FaultSite site) {
        return faults.injects(SimulatedFault.STORE_RACE_LOST, 1, site);
    }

    void letOthersRun() {
        scheduler.sleep(0);
        refuseHaltedProcess();
    }

    /** Time passes in a decision. No other fiber runs: it would wait for the locks of the decision. */
    void slowDown() {
        if (faults.injects(SimulatedFault.STORE_SLOW_INSIDE)) {
            scheduler.advanceTime(random.between(100, 6_000));
        }
    }

    void failIf(SimulatedFault fault, PortLayer layer, FaultSite site) {
        if (faults.injects(fault, layer.timesAsLikely, site)) {
            throw unavailable(layer, fault.row());
        }
    }

    private RuntimeException unavailable(PortLayer layer, String why) {
        trace.line(() -> why);
        return layer.unavailable(why);
    }

    void haltIf(SimulatedFault fault, FaultSite site) {
        Fiber fiber = scheduler.current();
        if (fiber != null && faults.injects(fault, 1, site)) {
            trace.line(() -> fault.row());
            struck.strike(HardwareFault.KILL, taskOfWorker());
            throw fiber.crash();
        }
    }

    /** The task that the current fiber works for, or null. */
    private @Nullable TaskId taskOfWorker() {
        Fiber fiber = scheduler.current();
        return fiber == null || fiber.execution == null ? null : fiber.execution.task();
    }

    private void refuseHaltedProcess() {
        Fiber fiber = scheduler.current();
        if (fiber != null && fiber.isHalted()) {
            throw new ProcessHalted();
        }
    }
}
