package io.nicotask.domain.operation;

/** What a cancel does to a step that has begun. */
public enum InterruptPolicy {
    /** The step is aborted. */
    INTERRUPTIBLE,
    /** The step is finished: an abort could leave the component unusable. */
    RUN_TO_COMPLETION
}
