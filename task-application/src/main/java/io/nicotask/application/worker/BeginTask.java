package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;

/**
 * The start gate that every workflow run passes before it acts. It passes the first run that arrives while the task is
 * Pending, and repetitions by that run; it refuses every other run. The stages and the report follow from the task's
 * operation rule, which is stored with the task.
 */
@FunctionalInterface
@CheckReturnValue
public interface BeginTask {

    /**
     * Passes the start gate, or is refused. Safe to repeat when the reply was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    Result begin(WorkflowRunRef workflowRun);

    /** Creates the use case with the given ports. */
    static BeginTask using(Ports ports, OperationRules rules, RackHardware hardware) {
        return new BeginTaskService(ports, rules, hardware);
    }

    /** The results of {@link BeginTask} and {@link BeginExternalTask}. */
    sealed interface Result {

        /**
         * The run may begin.
         *
         * @param stages the number of stages to execute
         */
        record Passed(int stages) implements Result {}

        /**
         * The run must end without acting.
         *
         * @param reason why, in one line
         */
        record Refused(String reason) implements Result {}
    }
}
