package io.nicotask.modelcheck;

import io.nicotask.domain.task.TaskStatus;
import io.nicotask.modelcheck.TaskModelState.Request;
import io.nicotask.modelcheck.TaskModelState.Work;
import io.nicotask.modelcheck.TaskModelState.Workflow;

/** The rules for every step, whatever else happens. */
enum TaskModelInvariant {
    NOTHING_LEAVES_A_TERMINAL_STATE,
    EVERY_OTHER_CHANGE_IS_IN_THE_TABLE,
    AN_ACKNOWLEDGED_CANCEL_STAYS_TERMINATED,
    A_CONFIRMED_STOP_HAS_NO_OPEN_WORKFLOW,
    NOTHING_BEGINS_AFTER_ITS_STOP_WAS_CONFIRMED,
    ONE_RUN_BEGINS,
    /** If no further fault happens, everything can still settle. The model checker decides this one. */
    NO_STATE_IS_STUCK;

    boolean isBrokenBy(TaskModelState before, TaskModelState after) {
        return switch (this) {
            case NOTHING_LEAVES_A_TERMINAL_STATE -> before.isTerminal() && after.status != before.status;
            case EVERY_OTHER_CHANGE_IS_IN_THE_TABLE ->
                before.status != null
                        && after.status != before.status
                        && !before.isTerminal()
                        && !before.status.successors().contains(after.status);
            case AN_ACKNOWLEDGED_CANCEL_STAYS_TERMINATED -> after.acknowledged && after.status != TaskStatus.TERMINATED;
            // An engine that has lost its memory has no tombstones; then only the gate refuses late starts.
            case A_CONFIRMED_STOP_HAS_NO_OPEN_WORKFLOW ->
                after.stop == Request.DONE && after.workflow == Workflow.OPEN && !after.memoryLost;
            case NOTHING_BEGINS_AFTER_ITS_STOP_WAS_CONFIRMED ->
                before.stop == Request.DONE && (begins(1, before, after) || begins(2, before, after));
            case ONE_RUN_BEGINS -> !after.begun.contains(false);
            case NO_STATE_IS_STUCK -> false;
        };
    }

    private static boolean begins(int run, TaskModelState before, TaskModelState after) {
        return before.workOf(run) != Work.ACTING && after.workOf(run) == Work.ACTING;
    }
}
