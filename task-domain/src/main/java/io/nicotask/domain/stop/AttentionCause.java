package io.nicotask.domain.stop;

/** Why a stop needs attention. Of several causes the first of these counts. */
public enum AttentionCause {
    /** The hardware does not know the status of a component. */
    COMPONENT_UNKNOWN,
    /** An unfinished step is over its time limit. */
    STEP_OVERDUE,
    /** The status of an unfinished step has not been known for too long. */
    STEP_NOT_OBSERVED,
    /** No step is unfinished, and the stop was decided too long ago. */
    NOT_CONFIRMED
}
