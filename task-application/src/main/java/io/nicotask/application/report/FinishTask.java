package io.nicotask.application.report;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Ports;
import java.time.Duration;

/** Takes a worker's word that the work has ended. */
@FunctionalInterface
@CheckReturnValue
public interface FinishTask {

    /** How long the workflow may take to close by itself after its worker's last word; then the relay closes it. */
    Duration WORKFLOW_MAY_TAKE = Duration.ofSeconds(5);

    /**
     * Ends the task. Safe to repeat when the answer was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided
     */
    FinishTaskResult finish(Attempt attempt, Ending ending);

    /** The use case over the given ports. */
    static FinishTask using(Ports ports) {
        return new FinishTaskService(ports);
    }

    /** How the work has ended. */
    sealed interface Ending {

        /** Well. */
        record Success() implements Ending {}

        /**
         * Badly.
         *
         * @param error what went wrong; the first line is kept
         */
        record Failure(String error) implements Ending {}
    }
}
