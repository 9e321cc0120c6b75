package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;

/**
 * The start gate that every workflow run passes before it acts. It passes the first run that arrives while the task is
 * Pending, and repetitions by that run; it refuses every other run.
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

    /**
     * Creates the start gate for runs of rack operations. Their stages and the report follow from the task's operation
     * rule, which is stored with the task.
     */
    static BeginTask using(Ports ports, OperationRules rules, RackHardware hardware) {
        return new BeginTaskService(ports, rules, hardware);
    }

    /**
     * Creates the start gate for runs of external workflows. The service does not know the work of such a workflow: the
     * report has one stage with one step, which begins at once and ends with the task, unless {@link ReportProgress}
     * replaces it.
     */
    static BeginTask ofExternalWorkflows(Ports ports) {
        return new BeginExternalTaskService(ports);
    }

    /** The result of the start gate. */
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
