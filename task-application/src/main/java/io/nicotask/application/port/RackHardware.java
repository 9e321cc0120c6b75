package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Controls the components of racks. A component that has begun continues by itself; the caller repeats a command until
 * the work has ended, and each answer contains the status of each component.
 *
 * <p>Each call MUST return within a second or two, well within {@link RackLeases#DURATION}. A call that throws has no
 * answer: it may have reached the hardware, or may reach it later.
 *
 * <p>Fencing: for each component the hardware MUST keep the highest {@link HardwareCommand#fencingToken} that it has
 * seen, and MUST refuse an {@link #ensure} with a lower one, however late it arrives. An adapter for hardware that
 * cannot check a token at the device keeps it durably itself, on the path that every command takes; one that cannot do
 * that either (or has lost what it kept) MUST answer {@link ComponentStatus.Unknown} to {@link #quiesce}: the rack is
 * then held until an operator resolves the stop. {@code RackHardwareContract} tests all of this and can be extended by
 * an adapter.
 */
@CheckReturnValue
public interface RackHardware {

    /** Returns the components of the type that the rack has. */
    Set<ComponentId> components(RackId rack, ComponentType type);

    /**
     * Makes the components carry out the command unless they already do, and returns their status. Repeating a command
     * MUST only return the status; two commands are the same when task, stage, type and try number are equal. A
     * component that still carries out the command of an earlier task MUST NOT begin before that has ended; its status
     * is {@link ComponentStatus.Acting} meanwhile.
     *
     * @throws StaleFencingToken when one of the components has seen a higher token; none has begun anything
     */
    Map<ComponentId, ComponentStatus> ensure(HardwareCommand command);

    /**
     * Begins nothing. Cuts an interruptible step off, lets a run-to-completion step continue
     * ({@link HardwareCommand#interruptPolicy}), and returns the status of every component over all tries of the step
     * (task, stage, type). A component that no {@code ensure} of the step has reached is
     * {@link ComponentStatus.NeverBegun}.
     *
     * <p>Idempotent and monotone: its token, {@link FencingToken#forQuiesce}, is higher than that of any {@code ensure}
     * of the task, and once it has arrived the components refuse each of those. A quiesce itself is never refused,
     * because it cuts off the work of its own step only.
     */
    Map<ComponentId, ComponentStatus> quiesce(HardwareCommand command);

    /**
     * A command to components.
     *
     * @param task the task
     * @param run the run of its workflow
     * @param leaseNumber the number of the attempt's lease, or 0 for a quiesce, which needs none
     * @param fencingToken that of the task's reservation; for a quiesce, its {@link FencingToken#forQuiesce}
     * @param rack the rack
     * @param operation the task's operation
     * @param stage the number of the stage, from 1
     * @param type the type of the components
     * @param components the components
     * @param interruptPolicy whether a quiesce cuts the work off
     * @param tryNumber from 1, incremented each time that failed components are tried again; a quiesce applies to all
     *     tries
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
            InterruptPolicy interruptPolicy,
            int tryNumber) {

        public HardwareCommand {
            components = Set.copyOf(components);
        }
    }

    /** The status of a component with regard to a step. */
    sealed interface ComponentStatus {

        /** No command of the step has reached the component; after a quiesce none will. */
        record NeverBegun() implements ComponentStatus {}

        /**
         * The component carries out the command, or waits until it can.
         *
         * @param until when it will end, or null when the hardware does not know
         */
        record Acting(@Nullable Instant until) implements ComponentStatus {}

        /**
         * The component has ended by itself.
         *
         * @param error the error in one line, or null when the component succeeded
         */
        record Ended(@Nullable String error) implements ComponentStatus {}

        /** The component was cut off; nothing of the step acts on it any more. */
        record Stopped() implements ComponentStatus {}

        /**
         * The hardware does not know whether the step still acts on the component, so an operator must inspect it.
         *
         * @param reason why, in one line
         */
        record Unknown(String reason) implements ComponentStatus {}
    }

    /**
     * The hardware refused a command because it has seen the fencing token of a later reservation. The command had no
     * effect.
     */
    final class StaleFencingToken extends RuntimeException {

        private static final long serialVersionUID = 1;

        public StaleFencingToken(String message) {
            super(message);
        }
    }

    /**
     * A fencing token: the number of one reservation of a rack, higher than that of every earlier reservation. Hardware
     * that can compare tokens refuses a command whose token is lower than one that it has seen.
     *
     * @param value the number, from 1
     */
    record FencingToken(long value) implements Comparable<FencingToken> {

        public FencingToken {
            if (value < 1) {
                throw new IllegalArgumentException("A fencing token is at least 1, not " + value);
            }
        }

        /**
         * The token of a quiesce of the grant's task: higher than that of any command of the task, lower than the next
         * grant, as grants take every second number.
         */
        public FencingToken forQuiesce() {
            return new FencingToken(value + 1);
        }

        @Override
        public int compareTo(FencingToken other) {
            return Long.compare(value, other.value);
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }
}
