package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import java.time.Duration;

/** Takes a worker's word that the work has ended. */
@FunctionalInterface
@CheckReturnValue
public interface FinishTask {

    /** How long the workflow may take to close by itself after its worker's last word; then the relay closes it. */
    Duration CLOSE_GRACE = Duration.ofSeconds(5);

    /**
     * Ends the task. Safe to repeat when the answer was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    FinishTaskResult finish(WorkflowRunRef workflowRun, WorkResult workResult);

    /** The use case over the given ports. */
    static FinishTask using(Ports ports) {
        return new FinishTaskService(ports);
    }

    /** How the work has ended. */
    sealed interface WorkResult {

        /** Well. */
        record Success() implements WorkResult {}

        /**
         * Badly.
         *
         * @param error what went wrong; the first line is kept
         */
        record Failure(String error) implements WorkResult {}
    }
}
