package io.nicotask.domain.stop;

/** The kinds of evidence about a stop. Any of it may arrive late, repeatedly and in any order. */
public enum StopEvidence {
    /** The workflow is known to be closed, or can never start. */
    ENGINE_CLOSED,
    /** What is known of the unfinished steps at an instant. That time has passed is evidence too. */
    STEPS_OBSERVED,
    /** The task's reservation of the rack was released. */
    RACK_RELEASED,
    /** An operator has inspected the hardware: nothing of the task acts any more. */
    RESOLVED
}
