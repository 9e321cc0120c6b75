package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import java.time.Duration;

/** Ends a task with the result that its worker reports. */
@FunctionalInterface
@CheckReturnValue
public interface FinishTask {

    /** How long the workflow may take to close by itself after its worker's report; then the relay closes it. */
    Duration CLOSE_GRACE = Duration.ofSeconds(5);

    /**
     * Ends the task. Safe to repeat when the reply was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    Result finish(WorkflowRunRef workflowRun, WorkResult workResult);

    /** Creates the use case of the built-in workflow with the given ports. */
    static FinishTask using(Ports ports) {
        return new FinishTaskService(ports, false);
    }

    /** As {@link #using}, of external workflows: activities may still act when the workflow reports the task's end. */
    static FinishTask ofExternalWorkflows(Ports ports) {
        return new FinishTaskService(ports, true);
    }

    /** The result of the work. */
    sealed interface WorkResult {

        /** The work completed successfully. */
        record Success() implements WorkResult {}

        /**
         * The work failed.
         *
         * @param error the error; its first line is stored
         */
        record Failure(String error) implements WorkResult {}
    }

    /** The results of {@link FinishTask}. */
    sealed interface Result {

        /** The task has ended with this result, now or by an earlier report of the same run. */
        record Finished() implements Result {}

        /**
         * The task has ended with another result, or belongs to another run. The report is stored as a late outcome.
         *
         * @param reason why, in one line
         */
        record TooLate(String reason) implements Result {}
    }
}
