package io.nicotask.domain.operation;

/** What becomes of a step that has begun when its task is cancelled. */
public enum InterruptPolicy {
    /** It is aborted. */
    INTERRUPTIBLE,
    /** It is finished first: cut off, it could leave the component dead. */
    RUN_TO_COMPLETION
}
