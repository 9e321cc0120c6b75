package io.nicotask.application.simulation;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;

/** The faults for the calls of one kind of port. */
enum PortLayer {
    STORE(
            SimulatedFault.STORE_REFUSES,
            SimulatedFault.STORE_REPLY_LOST,
            SimulatedFault.STORE_SLOW,
            SimulatedFault.STORE_REPEATED,
            1),
    ENGINE(
            SimulatedFault.ENGINE_REFUSES,
            SimulatedFault.ENGINE_REPLY_LOST,
            SimulatedFault.ENGINE_SLOW,
            SimulatedFault.ENGINE_REPEATED,
            4),
    HARDWARE(
            SimulatedFault.HARDWARE_REFUSES,
            SimulatedFault.HARDWARE_REPLY_LOST,
            SimulatedFault.HARDWARE_SLOW,
            SimulatedFault.HARDWARE_REPEATED,
            3);

    final SimulatedFault refuses;
    final SimulatedFault replyLost;
    final SimulatedFault slow;
    final SimulatedFault repeated;

    /** A factor on the fault rates: there are fewer calls to the engine and to the hardware. */
    final int timesAsLikely;

    PortLayer(
            SimulatedFault refuses,
            SimulatedFault replyLost,
            SimulatedFault slow,
            SimulatedFault repeated,
            int timesAsLikely) {
        this.refuses = refuses;
        this.replyLost = replyLost;
        this.slow = slow;
        this.repeated = repeated;
        this.timesAsLikely = timesAsLikely;
    }

    static PortLayer of(Class<?> port) {
        if (port == WorkflowEngine.class) {
            return ENGINE;
        }
        return port == RackHardware.class ? HARDWARE : STORE;
    }

    RuntimeException unavailable(String why) {
        return switch (this) {
            case STORE -> new StoreUnavailable(why, new IllegalStateException("simulated"));
            case ENGINE -> new WorkflowEngineUnavailable(why);
            case HARDWARE -> new HardwareUnresponsive(why);
        };
    }
}
