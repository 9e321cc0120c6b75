package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.util.Map;
import java.util.Set;

/**
 * Drives the components of racks. Work is asked for again and again until it has ended, and each answer says how far it
 * is: a worker that takes over from another only has to go on asking.
 *
 * <p>A call that throws counts as not answered and is repeated at the next beat, until the step's time is over.
 *
 * <p>Each call MUST return within a second or two, well within {@link RackLeases#DURATION}: a call that lasts longer could
 * still act when the rack belongs to the next task already. Hardware that can check the {@link HardwareCommand#fencingToken} of an order
 * MUST refuse one that is lower than one it has seen on the same component, by {@link StaleFencingToken}.
 */
@CheckReturnValue
public interface RackHardware {

    /** The components of the type that the rack has. */
    Set<ComponentId> components(RackId rack, ComponentType type);

    /**
     * Makes the components carry out the order, if they do not yet, and answers how far each of them is. The same order
     * again MUST do nothing but answer; two orders are the same when task, stage, type and round are. A component that
     * still goes on by itself with the order of an earlier task, whose worker has died, MUST NOT begin before it has
     * ended that; it is {@link ComponentStatus.Working} meanwhile.
     *
     * @throws StaleFencingToken when the rack belongs to a later grant
     */
    Map<ComponentId, ComponentStatus> ensure(HardwareCommand command);

    /**
     * Asks the components to leave off, and answers for each what came of it. May be repeated, and may come for
     * components that have ended, or that were never asked to begin.
     *
     * @throws StaleFencingToken when the rack belongs to a later grant
     */
    Map<ComponentId, QuiesceStatus> quiesce(HardwareCommand command);

    /**
     * What to do, and on whose behalf.
     *
     * @param task the task
     * @param run the run of its workflow
     * @param leaseNumber which attempt of the worker's asks; no two attempts have the same number
     * @param fencingToken the task's grant of the rack
     * @param rack where
     * @param operation what
     * @param stage the number of the stage, from 1
     * @param type the type of the components
     * @param components which of them
     * @param tryNumber 1 at first; one more for each time that components which went wrong are tried again
     */
    record HardwareCommand(
            TaskId task,
            WorkflowRunId run,
            long leaseNumber,
            FencingToken fencingToken,
            RackId rack,
            Operation operation,
            int stage,
            ComponentType type,
            Set<ComponentId> components,
            int tryNumber) {

        public HardwareCommand {
            components = Set.copyOf(components);
        }
    }

    /** How far a component is with an order. */
    sealed interface ComponentStatus {

        /** It is at it. */
        record Working() implements ComponentStatus {}

        /** It is done. */
        record Done() implements ComponentStatus {}

        /**
         * It went wrong.
         *
         * @param error what, in one line
         */
        record Failed(String error) implements ComponentStatus {}
    }

    /** What came of the wish that a component leave off. */
    sealed interface QuiesceStatus {

        /** Nothing of the order acts on it any more. */
        record Stopped() implements QuiesceStatus {}

        /** It must not be cut off now; it is to be asked again. */
        record StillRunning() implements QuiesceStatus {}

        /**
         * Nothing of the order acts on it any more, but somebody must look at it.
         *
         * @param reason in one line
         */
        record NeedsInspection(String reason) implements QuiesceStatus {}
    }
}
