package io.nicotask.modelcheck;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.modelcheck.RackModelState.Attempt;
import io.nicotask.modelcheck.RackModelState.Life;
import io.nicotask.modelcheck.RackModelState.Side;
import java.util.Arrays;

/** What must hold for every step on a rack, whatever else happens. */
enum RackModelInvariant {
    NOTHING_LEAVES_A_TERMINAL_STATE,
    EVERY_OTHER_CHANGE_IS_IN_THE_TABLE,
    A_TASK_THAT_ENDED_WAITING_NEVER_STARTS,
    ONE_TASK_HOLDS_THE_RACK,
    /** No effect comes after the first one of a later grant, and no two are in calls under leases that live. */
    NO_TWO_TASKS_ACT_AT_ONCE,
    /** Neither by its own worker nor for the next task's sake, while its attempt may still act. */
    WHAT_MUST_BE_FINISHED_IS_NOT_CUT_OFF,
    /** For those who ask, a stop is confirmed when the rack has been given back, too. */
    NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED,
    /** When nothing more goes wrong, everything can still come to its end. Judged by the explorer. */
    NOTHING_IS_STUCK;

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
                    WHAT_MUST_BE_FINISHED_IS_NOT_CUT_OFF,
                    NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED,
                    NOTHING_IS_STUCK -> false;
        };
    }

    private boolean isBrokenByOne(Life before, Life after) {
        return switch (this) {
            case NOTHING_LEAVES_A_TERMINAL_STATE -> before.isTerminal() && after.status != before.status;
            case EVERY_OTHER_CHANGE_IS_IN_THE_TABLE ->
                before.status != null
                        && after.status != before.status
                        && !before.isTerminal()
                        && !before.status.successors().contains(after.status);
            case A_TASK_THAT_ENDED_WAITING_NEVER_STARTS ->
                after.endedWaiting && (after.granted || after.status != TaskStatus.TERMINATED);
            case WHAT_MUST_BE_FINISHED_IS_NOT_CUT_OFF -> after.cutOff;
            case NO_CALL_BEGINS_AFTER_THE_STOP_WAS_CONFIRMED ->
                before.stopped
                        && !before.granted
                        && (begins(before.current, after.current) || begins(before.former, after.former));
            case ONE_TASK_HOLDS_THE_RACK, NO_TWO_TASKS_ACT_AT_ONCE, NOTHING_IS_STUCK -> false;
        };
    }

    private static boolean isActing(Life life) {
        return isActing(life.current) || isActing(life.former);
    }

    private static boolean isActing(Attempt attempt) {
        return attempt.isInACall() && attempt.leased();
    }

    private static boolean begins(Attempt before, Attempt after) {
        return !before.isInACall() && after.isInACall();
    }
}
