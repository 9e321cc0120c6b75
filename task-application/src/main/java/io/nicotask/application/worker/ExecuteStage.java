package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;

/**
 * Executes one stage on the rack under a lease, after it has passed the start gate again, and updates the report
 * meanwhile.
 */
@FunctionalInterface
@CheckReturnValue
public interface ExecuteStage {

    /**
     * Passes the start gate again, executes what is left of the stage, and returns how it ended. When the task ends
     * meanwhile, returns after the hardware was quiesced once; {@link ObserveSteps} does the rest. Safe to repeat.
     *
     * @param number the stage's number, from 1
     * @throws io.nicotask.application.port.StoreUnavailable when the progress could not be stored
     */
    Result execute(WorkflowRunRef workflowRun, int number, Heartbeat heartbeat);

    /** The results of {@link ExecuteStage}. */
    sealed interface Result {

        /** The stage is complete. */
        record Completed() implements Result {}

        /**
         * The stage failed, and the report has the error.
         *
         * @param error the error, in one line
         */
        record Failed(String error) implements Result {}

        /**
         * The run must end, because the task no longer belongs to it. Once the task has ended, {@link ObserveSteps}
         * observes the steps of the run until they have ended.
         *
         * @param reason why, in one line
         */
        record Refused(String reason) implements Result {}

        /**
         * This attempt left the work unfinished; another attempt has to continue it if the task is still Running.
         *
         * @param reason why, in one line
         */
        record HandedOver(String reason) implements Result {}
    }

    /**
     * The heartbeat of an attempt to its engine. The engine's reply says whether the workflow continues, is closed, or
     * moves to another worker.
     */
    @FunctionalInterface
    @CheckReturnValue
    interface Heartbeat {

        /** Waits until the next heartbeat is due, at most a second, then sends it and returns the reply. */
        Signal beat();

        /** The engine's reply to a heartbeat. */
        enum Signal {
            /** The attempt continues. */
            CONTINUE,
            /** The engine has not answered for about ten seconds: the attempt continues, and its workflow is checked. */
            UNANSWERED,
            /** The workflow is closed, and its result is no longer needed. */
            WORKFLOW_CLOSED,
            /** This worker is shutting down, and another worker has to continue. */
            HAND_OVER
        }
    }
}
