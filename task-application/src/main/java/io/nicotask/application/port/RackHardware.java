package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.util.Map;
import java.util.Set;

/**
 * Drives the components of racks. Work is asked for again and again until it has ended, and each answer says how far it
 * is: a worker that takes over from another only has to go on asking.
 *
 * <p>A call that throws counts as not answered and is repeated at the next beat, until the step's time is over.
 *
 * <p>Each call MUST return within a second or two, well within {@link RackLeases#LIMIT}: a call that lasts longer could
 * still act when the rack belongs to the next task already. Hardware that can check the {@link Order#epoch} of an order
 * MUST refuse one that is lower than one it has seen on the same component, by {@link SupersededEpoch}.
 */
@CheckReturnValue
public interface RackHardware {

    /** The components of the type that the rack has. */
    Set<ComponentId> components(RackId rack, ComponentType type);

    /**
     * Makes the components carry out the order, if they do not yet, and answers how far each of them is. The same order
     * again MUST do nothing but answer; two orders are the same when task, stage, type and round are. A component that
     * still goes on by itself with the order of an earlier task, whose worker has died, MUST NOT begin before it has
     * ended that; it is {@link Effect.Working} meanwhile.
     *
     * @throws SupersededEpoch when the rack belongs to a later grant
     */
    Map<ComponentId, Effect> advance(Order order);

    /**
     * Asks the components to leave off, and answers for each what came of it. May be repeated, and may come for
     * components that have ended, or that were never asked to begin.
     *
     * @throws SupersededEpoch when the rack belongs to a later grant
     */
    Map<ComponentId, Abort> abort(Order order);

    /**
     * What to do, and on whose behalf.
     *
     * @param task the task
     * @param run the run of its workflow
     * @param attempt which attempt of the worker's asks; no two attempts have the same number
     * @param epoch the task's grant of the rack
     * @param rack where
     * @param operation what
     * @param stage the number of the stage, from 1
     * @param type the type of the components
     * @param components which of them
     * @param round 1 at first; one more for each time that components which went wrong are tried again
     */
    record Order(
            TaskId task,
            RunId run,
            long attempt,
            Epoch epoch,
            RackId rack,
            Operation operation,
            int stage,
            ComponentType type,
            Set<ComponentId> components,
            int round) {

        public Order {
            components = Set.copyOf(components);
        }
    }

    /** How far a component is with an order. */
    sealed interface Effect {

        /** It is at it. */
        record Working() implements Effect {}

        /** It is done. */
        record Done() implements Effect {}

        /**
         * It went wrong.
         *
         * @param error what, in one line
         */
        record Broken(String error) implements Effect {}
    }

    /** What came of the wish that a component leave off. */
    sealed interface Abort {

        /** Nothing of the order acts on it any more. */
        record Stopped() implements Abort {}

        /** It must not be cut off now; it is to be asked again. */
        record CannotStopNow() implements Abort {}

        /**
         * Nothing of the order acts on it any more, but somebody must look at it.
         *
         * @param why in one line
         */
        record NeedsAttention(String why) implements Abort {}
    }
}
