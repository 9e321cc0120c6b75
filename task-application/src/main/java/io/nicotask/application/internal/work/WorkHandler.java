package io.nicotask.application.internal.work;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import java.time.Duration;

/** Carries out one kind of work. */
@FunctionalInterface
@CheckReturnValue
public interface WorkHandler {

    /**
     * Carries out the item.
     *
     * @throws io.nicotask.application.port.RackLeases.LeaseExpired when the claim has expired; nothing was changed
     * @throws io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable when the engine did not reply
     */
    Outcome carryOut(WorkItem item);

    /** What is left to do with the item. */
    sealed interface Outcome {

        /** A decision has completed or rescheduled the item. */
        record Settled() implements Outcome {}

        /**
         * The engine was called, and what the call has achieved is not known yet.
         *
         * @param confirmation finds that out, under the same claim and in a slot of its own
         */
        record Called(WorkHandler confirmation) implements Outcome {}

        /** The work is done: the item can be removed. */
        record Done() implements Outcome {}

        /**
         * The item has to be tried again, after a delay that grows with the tries.
         *
         * @param cause why it could not be carried out, in one line
         */
        record Retry(String cause) implements Outcome {}

        /**
         * The item is due again.
         *
         * @param delay from now
         */
        record Later(Duration delay) implements Outcome {}
    }
}
