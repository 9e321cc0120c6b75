package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/**
 * The start gate for a run of an external workflow, as {@link BeginTask} otherwise. The service does not know the work
 * of such a workflow: the report has one stage with one step, which begins at once and ends with the task, unless {@link
 * ReportProgress} replaces it.
 */
@FunctionalInterface
@CheckReturnValue
public interface BeginExternalTask {

    /**
     * Passes the start gate, or is refused. Safe to repeat when the reply was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    BeginTask.Result begin(WorkflowRunRef workflowRun);

    /** Creates the use case with the given ports. */
    static BeginExternalTask using(Ports ports) {
        return new BeginExternalTaskService(ports);
    }
}
