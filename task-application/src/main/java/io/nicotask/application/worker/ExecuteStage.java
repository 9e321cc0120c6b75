package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;

/**
 * Executes one stage on the rack under a lease, after it has passed the start gate again, and updates the report
 * meanwhile.
 */
@FunctionalInterface
@CheckReturnValue
public interface ExecuteStage {

    /**
     * Passes the start gate again, executes what is left of the stage, and returns how it ended. When the task ends
     * meanwhile, returns after the hardware was quiesced once; {@link ObserveSteps} does the rest. Safe to repeat.
     *
     * @param number the stage's number, from 1
     * @throws io.nicotask.application.port.StoreUnavailable when the progress could not be stored
     */
    ExecuteStageResult execute(WorkflowRunRef workflowRun, int number, Heartbeat heartbeat);

    /**
     * Creates the use case with the given ports.
     *
     * @param process the lease of this process, which {@link RenewLease#start} renews
     */
    static ExecuteStage using(Ports ports, OperationRules rules, RackHardware hardware, ProcessLease process) {
        return new ExecuteStageService(ports, rules, hardware, process);
    }
}
