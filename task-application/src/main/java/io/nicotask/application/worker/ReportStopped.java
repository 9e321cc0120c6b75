package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;

/**
 * The report of a host that carries out the work itself: nothing of an ended task acts any more. Confirms the task's stop
 * and releases its rack. For hosts without an engine ({@link io.nicotask.application.port.WorkflowEngine#none}); with an
 * engine the closed workflow is the evidence.
 */
@FunctionalInterface
@CheckReturnValue
public interface ReportStopped {

    /**
     * Takes the report as evidence, in one transaction of the store. Safe to repeat when the reply was lost.
     *
     * @param workflowRun the run that passed the start gate; any, for a task that none has passed
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    ReportStoppedResult report(WorkflowRunRef workflowRun);

    /** Creates the use case with the given ports. */
    static ReportStopped using(Ports ports) {
        return new ReportStoppedService(ports);
    }
}
