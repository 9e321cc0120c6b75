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
    Result report(WorkflowRunRef workflowRun);

    /** Creates the use case with the given ports. */
    static ReportStopped using(Ports ports) {
        return new ReportStoppedService(ports);
    }

    /** The results of {@link ReportStopped}. */
    sealed interface Result {

        /** The report is stored, now or earlier: the stop is confirmed, unless an operator has to inspect a component. */
        record Stopped() implements Result {}

        /**
         * The report says nothing about the task: it has not ended, or another run has begun it. Nothing changed.
         *
         * @param reason why, in one line
         */
        record Refused(String reason) implements Result {}
    }
}
