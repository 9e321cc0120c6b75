package io.nicotask.application.worker;

import io.nicotask.application.port.Ports;

/**
 * The use cases by which work that this library does not carry out is reported: by external workflows, and by a host
 * without an engine ({@link io.nicotask.application.port.WorkflowEngine#none}).
 *
 * @param begin passes the start gate
 * @param progress updates the report, and answers whether the work may continue
 * @param finish ends the task
 * @param stopped releases the rack of an ended task; for a host without an engine only
 */
public record ExternalWorkflowUseCases(
        BeginTask begin, ReportProgress progress, FinishTask finish, ReportStopped stopped) {

    /** Creates the use cases with the given ports. */
    public static ExternalWorkflowUseCases using(Ports ports) {
        return new ExternalWorkflowUseCases(
                BeginTask.ofExternalWorkflows(ports),
                ReportProgress.using(ports),
                FinishTask.ofExternalWorkflows(ports),
                ReportStopped.using(ports));
    }
}
