package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/**
 * The same gate as that of {@link BeginTask}, for the run of a workflow that others have brought. Nothing is known of
 * its work: the report has one stage of one step, which begins at once and ends with the task.
 */
@FunctionalInterface
@CheckReturnValue
public interface BeginExternalTask {

    /**
     * Asks to pass. Safe to repeat when the answer was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    BeginTaskResult begin(WorkflowRunRef workflowRun);

    /** The use case over the given ports. */
    static BeginExternalTask using(Ports ports) {
        return new BeginExternalTaskService(ports);
    }
}
