package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;

/** Does the work of one stage on the rack, behind the gate and under a lease, and writes the report as it goes. */
@FunctionalInterface
@CheckReturnValue
public interface ExecuteStage {

    /**
     * Passes the gate again, does what of the stage is not done yet, and answers how it ended. When the task ends
     * meanwhile, returns after what must not be cut off has been finished. Safe to repeat.
     *
     * @param number the stage's place, from 1
     * @throws io.nicotask.application.port.StoreUnavailable when the progress could not be kept
     */
    ExecuteStageResult execute(WorkflowRunRef workflowRun, int number, Heartbeat heartbeat);

    /** The use case over the given ports. */
    static ExecuteStage using(Ports ports, OperationRules rules, RackHardware hardware, MonotonicClock clock) {
        return new ExecuteStageService(ports, rules, hardware, clock);
    }
}
