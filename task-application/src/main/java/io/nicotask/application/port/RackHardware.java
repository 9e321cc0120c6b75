package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;

/** Drives the components of racks. */
@CheckReturnValue
public interface RackHardware {

    /** How many components of the type the rack has. */
    int count(RackId rack, ComponentType type);

    /**
     * Carries out one step and answers when it has ended. Doing the same step again MUST do no harm: a worker that
     * crashed in it is followed by another.
     *
     * <p>MUST call {@code beat} at least once a second while it works, with how many components are done so far; when
     * {@code beat} throws, MUST stop at once and throw the same exception on.
     */
    StepEnd perform(StepOrder order, Beat beat);

    /**
     * What to do.
     *
     * @param task the task on whose behalf
     * @param run the run of its workflow
     * @param rack where
     * @param operation what
     * @param type to which components
     */
    record StepOrder(TaskId task, RunId run, RackId rack, Operation operation, ComponentType type) {}

    /** Told from within a step. */
    @FunctionalInterface
    interface Beat {

        /**
         * The step goes on.
         *
         * @param succeeded how many components are done
         * @param failed how many have gone wrong
         */
        void beat(int succeeded, int failed);
    }

    /** How a step ended. */
    sealed interface StepEnd {

        /** Every component is done. */
        record Done() implements StepEnd {}

        /**
         * Something went wrong.
         *
         * @param error what, in one line
         */
        record Broken(String error) implements StepEnd {}
    }
}
