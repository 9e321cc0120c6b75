package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;

/**
 * The gate that every run passes before it touches anything. It opens for the first run that asks while the task is
 * Pending, and again for that same run; for every other it stays shut. What is to be done and reported is the task's
 * operation rule, which is kept with the task.
 */
@FunctionalInterface
@CheckReturnValue
public interface BeginTask {

    /**
     * Asks to pass. Safe to repeat when the answer was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    BeginTaskResult begin(WorkflowRunRef workflowRun);

    /** The use case over the given ports. */
    static BeginTask using(Ports ports, OperationRules rules, RackHardware hardware) {
        return new BeginTaskService(ports, rules, hardware);
    }
}
