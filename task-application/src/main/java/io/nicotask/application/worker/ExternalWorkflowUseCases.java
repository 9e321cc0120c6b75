package io.nicotask.application.worker;

import io.nicotask.application.port.Ports;

/**
 * The use cases that external workflows call.
 *
 * @param begin passes the start gate
 * @param finish ends the task
 */
public record ExternalWorkflowUseCases(BeginExternalTask begin, FinishTask finish) {

    /** Creates the use cases with the given ports. */
    public static ExternalWorkflowUseCases using(Ports ports) {
        return new ExternalWorkflowUseCases(BeginExternalTask.using(ports), FinishTask.ofExternalWorkflows(ports));
    }
}
