package io.nicotask.application.simulation;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.ProcessId;
import java.util.List;
import java.util.Set;

/** Defects in what makes the check of a workflow due. */
final class DoubtDefects {

    private DoubtDefects() {}

    /** Does not report that the engine does not answer the attempts of a process. */
    static SimulatedPorts ignoringSilence(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withLeases(real -> PortInterceptor.on(
                RackLeases.class,
                real,
                call -> call.is("renew") ? real.renew(call.<ProcessId>argument(0), Set.of()) : call.proceed()));
    }

    /** Never sees that the lease of a process has expired. */
    static SimulatedPorts ignoringExpiry(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withLeases(real -> PortInterceptor.on(
                RackLeases.class, real, call -> call.is("expire") ? (Object) false : call.proceed()));
    }

    /** Expects no gate after the one that a run has passed, or after an attempt. */
    static SimulatedPorts expectingNoGate(SimulatedPorts sound, SimulatedWorld world) {
        return sound.withStorage(real -> new DefectiveStorage(real) {

            @Override
            List<Change> alterChanges(List<Change> decided) {
                return decided.stream()
                        .filter(change -> !(change instanceof Change.WorkflowCheckScheduled scheduled)
                                || scheduled.delay() == null)
                        .toList();
            }
        });
    }
}
