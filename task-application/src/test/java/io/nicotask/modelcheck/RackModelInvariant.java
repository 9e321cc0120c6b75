package io.nicotask.modelcheck;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.modelcheck.RackModelState.Attempt;
import io.nicotask.modelcheck.RackModelState.ModelTask;
import io.nicotask.modelcheck.RackModelState.Side;
import java.util.Arrays;

/** The rules for every step on a rack, whatever else happens. */
enum RackModelInvariant {
    NOTHING_LEAVES_A_TERMINAL_STATE,
    EVERY_OTHER_CHANGE_IS_IN_THE_TABLE,
    A_TASK_THAT_ENDED_WAITING_NEVER_STARTS,
    ONE_TASK_HOLDS_THE_RACK,
    /**
     * No effect comes after the first one of a later reservation, and no two tasks are in calls under living leases.
     */
    NO_TWO_TASKS_ACT_AT_ONCE,
    /** Neither its own worker cuts it off, nor the next task's worker while its attempt may still act. */
    A_RUN_TO_COMPLETION_STEP_IS_NOT_CUT_OFF,
    /** To a client a stop is confirmed only once the rack has been released too. */
    NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED,
    /** If no further fault happens, everything can still settle. The model checker decides this one. */
    NO_STATE_IS_STUCK;

    boolean isBrokenBy(RackModelState before, RackModelState after) {
        return isBrokenOnTheRack(after)
                || Arrays.stream(Side.values()).anyMatch(side -> isBrokenByOne(before.of(side), after.of(side)));
    }

    private boolean isBrokenOnTheRack(RackModelState after) {
        return switch (this) {
            case ONE_TASK_HOLDS_THE_RACK -> after.of(Side.A).granted && after.of(Side.B).granted;
            case NO_TWO_TASKS_ACT_AT_ONCE ->
                after.overlapped || (isActing(after.of(Side.A)) && isActing(after.of(Side.B)));
            case NOTHING_LEAVES_A_TERMINAL_STATE,
                    EVERY_OTHER_CHANGE_IS_IN_THE_TABLE,
                    A_TASK_THAT_ENDED_WAITING_NEVER_STARTS,
                    A_RUN_TO_COMPLETION_STEP_IS_NOT_CUT_OFF,
                    NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED,
                    NO_STATE_IS_STUCK -> false;
        };
    }

    private boolean isBrokenByOne(ModelTask before, ModelTask after) {
        return switch (this) {
            case NOTHING_LEAVES_A_TERMINAL_STATE -> before.isTerminal() && after.status != before.status;
            case EVERY_OTHER_CHANGE_IS_IN_THE_TABLE ->
                before.status != null
                        && after.status != before.status
                        && !before.isTerminal()
                        && !before.status.successors().contains(after.status);
            case A_TASK_THAT_ENDED_WAITING_NEVER_STARTS ->
                after.endedWaiting && (after.granted || after.status != TaskStatus.TERMINATED);
            case A_RUN_TO_COMPLETION_STEP_IS_NOT_CUT_OFF -> after.cutOff;
            case NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED ->
                before.stopped
                        && !before.granted
                        && (begins(before.current, after.current) || begins(before.former, after.former));
            case ONE_TASK_HOLDS_THE_RACK, NO_TWO_TASKS_ACT_AT_ONCE, NO_STATE_IS_STUCK -> false;
        };
    }

    private static boolean isActing(ModelTask task) {
        return isActing(task.current) || isActing(task.former);
    }

    private static boolean isActing(Attempt attempt) {
        return attempt.isInACall() && attempt.leased();
    }

    private static boolean begins(Attempt before, Attempt after) {
        return !before.isInACall() && after.isInACall();
    }
}
