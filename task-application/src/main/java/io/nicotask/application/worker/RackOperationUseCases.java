package io.nicotask.application.worker;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;

/**
 * The use cases of a process that hosts hardware.
 *
 * @param begin passes the start gate
 * @param execute executes a stage
 * @param finish ends the task
 * @param observe observes the unfinished steps of ended tasks
 * @param renewLease renews the lease of the stages
 */
public record RackOperationUseCases(
        BeginTask begin, ExecuteStage execute, FinishTask finish, ObserveSteps observe, RenewLease renewLease) {

    /** Creates the use cases with the given ports and hardware, under the lease of the process. */
    public static RackOperationUseCases using(
            Ports ports, OperationRules rules, RackHardware hardware, ProcessLease lease) {
        return new RackOperationUseCases(
                BeginTask.using(ports, rules, hardware),
                ExecuteStage.using(ports, rules, hardware, lease),
                FinishTask.using(ports),
                ObserveSteps.using(ports, hardware),
                lease);
    }
}
