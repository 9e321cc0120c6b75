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
 * Drives the components of racks. A worker repeats each command until the work has ended, and each reply has the
 * current status, so a worker that takes over from another only repeats the command.
 *
 * <p>A call that throws counts as unanswered; the worker repeats it with the next heartbeat until the step times out.
 *
 * <p>Each call MUST return within a second or two, well within {@link RackLeases#DURATION}: a longer call could still
 * act when the rack already belongs to the next task. Hardware that can compare the
 * {@link HardwareCommand#fencingToken} MUST refuse a command whose token is lower than one that it has seen on the same
 * component, by {@link StaleFencingToken}.
 */
@CheckReturnValue
public interface RackHardware {

    /** Returns the components of the type in the rack. */
    Set<ComponentId> components(RackId rack, ComponentType type);

    /**
     * Makes the components carry out the command unless they already do, and returns the status of each. A repeated
     * command MUST only return the status; two commands are the same when their task, stage, type and try number are
     * equal. A component that is still executing a command of an earlier task, whose worker has died, MUST NOT begin
     * before that command has ended; until then its status is {@link ComponentStatus.Working}.
     *
     * @throws StaleFencingToken when the rack has a later reservation
     */
    Map<ComponentId, ComponentStatus> ensure(HardwareCommand command);

    /**
     * Requests that the components stop, and returns the status of each. May be repeated, and may name components that
     * have ended or were never commanded to begin.
     *
     * @throws StaleFencingToken when the rack has a later reservation
     */
    Map<ComponentId, QuiesceStatus> quiesce(HardwareCommand command);

    /**
     * A command to components, and the task that it is for.
     *
     * @param task the task
     * @param run the workflow run of the task
     * @param leaseNumber identifies the worker's attempt; unique among attempts
     * @param fencingToken the fencing token of the task's reservation
     * @param rack the rack
     * @param operation the operation
     * @param stage the number of the stage, from 1
     * @param type the type of the components
     * @param components the components that the command is for
     * @param tryNumber 1 at first, incremented each time that failed components are tried again
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

    /** The status of a component that a command was sent to. */
    sealed interface ComponentStatus {

        /** The component is working on the command. */
        record Working() implements ComponentStatus {}

        /** The component has completed the command. */
        record Done() implements ComponentStatus {}

        /**
         * The component has failed.
         *
         * @param error the error, in one line
         */
        record Failed(String error) implements ComponentStatus {}
    }

    /** The status of a component that was requested to stop. */
    sealed interface QuiesceStatus {

        /** Nothing of the command acts on the component any more. */
        record Stopped() implements QuiesceStatus {}

        /** The component must not be interrupted now; the caller must repeat the request. */
        record StillRunning() implements QuiesceStatus {}

        /**
         * Nothing of the command acts on the component any more, but an operator has to inspect it.
         *
         * @param reason why, in one line
         */
        record NeedsInspection(String reason) implements QuiesceStatus {}
    }
}
