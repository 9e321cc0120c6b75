package io.nicotask.application.simulation;

import static io.nicotask.faults.Fault.CLOCK_JUMP;
import static io.nicotask.faults.Fault.CRASH_AFTER_COMMIT;
import static io.nicotask.faults.Fault.CRASH_AFTER_TERMINATE;
import static io.nicotask.faults.Fault.CRASH_BEFORE_COMMIT;
import static io.nicotask.faults.Fault.CRASH_BEFORE_CONFIRMING;
import static io.nicotask.faults.Fault.DATABASE_CLOCK_STEP;
import static io.nicotask.faults.Fault.DATABASE_RESET_BEFORE_COMMIT;
import static io.nicotask.faults.Fault.DATABASE_RESET_DURING_COMMIT;
import static io.nicotask.faults.Fault.DUPLICATED_REQUEST;
import static io.nicotask.faults.Fault.MEMORY_LOST;
import static io.nicotask.faults.Fault.NAMESPACE_MISTYPED;
import static io.nicotask.faults.Fault.PAUSED_WITH_LEASE;
import static io.nicotask.faults.Fault.STALE_PROMOTER;
import static io.nicotask.faults.Fault.START_LOST;
import static io.nicotask.faults.Fault.START_REPLY_LOST;
import static io.nicotask.faults.Fault.TEMPORAL_REFUSING;
import static io.nicotask.faults.Fault.TEMPORAL_SLOW;
import static io.nicotask.faults.Fault.WORKER_KILLED;
import static io.nicotask.faults.Fault.WORKER_PAUSED;
import static io.nicotask.faults.Fault.WORKFLOW_PAST_RETENTION;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.domain.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** Maps a fault of the simulator to its row in the matrix of all faults. */
final class FaultMatrixRow {

    private FaultMatrixRow() {}

    /** Returns the row, or null: most simulated faults are not in the matrix. */
    static io.nicotask.faults.@Nullable Fault of(SimulatedFault fault, @Nullable FaultSite where) {
        return switch (fault) {
            case STORE_RACE_LOST -> where != null && isPromotion(where) ? STALE_PROMOTER : null;
            case COMMIT_REFUSED -> DATABASE_RESET_BEFORE_COMMIT;
            case COMMIT_REPLY_LOST -> DATABASE_RESET_DURING_COMMIT;
            case ENGINE_REFUSES -> where != null && where.is("start") ? START_LOST : TEMPORAL_REFUSING;
            case ENGINE_REPLY_LOST -> where != null && where.is("start") ? START_REPLY_LOST : null;
            case ENGINE_SLOW -> TEMPORAL_SLOW;
            case ENGINE_AWAY -> TEMPORAL_REFUSING;
            case ENGINE_FORGETS -> MEMORY_LOST;
            case ENGINE_RETENTION -> WORKFLOW_PAST_RETENTION;
            case ENGINE_NAMESPACE_WRONG -> NAMESPACE_MISTYPED;
            case HALTED_BEFORE, HALTED_INSIDE -> where == null ? null : ofCrashBefore(where);
            case HALTED_AFTER -> where == null ? null : ofCrashAfter(where);
            case PAUSED -> where == null ? null : ofPause(where);
            case CLOCK_JUMPS -> CLOCK_JUMP;
            case STORE_CLOCK_SET_BACK -> DATABASE_CLOCK_STEP;
            case REQUEST_REPEATED -> DUPLICATED_REQUEST;
            case STORE_REFUSES,
                    STORE_REPLY_LOST,
                    STORE_SLOW,
                    STORE_REPEATED,
                    STORE_SLOW_INSIDE,
                    WORKER_CUT_OFF,
                    STORE_AWAY,
                    ENGINE_REPEATED,
                    ENGINE_REFUSES_STARTS,
                    OPERATOR_CLOSES,
                    OPERATOR_RESETS,
                    WORKFLOW_HANGS,
                    HARDWARE_REFUSES,
                    HARDWARE_REPLY_LOST,
                    HARDWARE_SLOW,
                    HARDWARE_REPEATED,
                    HARDWARE_BREAKS,
                    HARDWARE_OVERDUE,
                    ADAPTER_RESTARTS,
                    SHUT_DOWN,
                    SECOND_ATTEMPT -> null;
        };
    }

    private static boolean isPromotion(FaultSite decision) {
        return decision.changes().stream()
                .anyMatch(change -> change instanceof Change.TaskChanged changed
                        && changed.change().before().status() == TaskStatus.WAITING
                        && changed.change().after().status() == TaskStatus.PENDING);
    }

    private static boolean confirmsStop(FaultSite decision) {
        return decision.changes().stream().anyMatch(Change.WorkflowClosed.class::isInstance);
    }

    private static io.nicotask.faults.@Nullable Fault ofCrashBefore(FaultSite call) {
        if (confirmsStop(call)) {
            return CRASH_BEFORE_CONFIRMING;
        }
        if (call.port() == TaskStorage.class) {
            return CRASH_BEFORE_COMMIT;
        }
        return call.port() == RackHardware.class ? WORKER_KILLED : null;
    }

    private static io.nicotask.faults.@Nullable Fault ofCrashAfter(FaultSite call) {
        if (call.port() == TaskStorage.class) {
            return CRASH_AFTER_COMMIT;
        }
        if (call.is("terminate")) {
            return CRASH_AFTER_TERMINATE;
        }
        return call.port() == RackHardware.class ? WORKER_KILLED : null;
    }

    /** A caller of the engine holds the claim of an item of work. */
    private static io.nicotask.faults.@Nullable Fault ofPause(FaultSite call) {
        if (call.port() == RackHardware.class) {
            return WORKER_PAUSED;
        }
        return call.port() == WorkflowEngine.class ? PAUSED_WITH_LEASE : null;
    }
}
