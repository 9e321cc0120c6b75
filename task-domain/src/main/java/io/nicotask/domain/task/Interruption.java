package io.nicotask.domain.task;

/** What becomes of a step that has begun when its task is cancelled. */
public enum Interruption {
    /** It is aborted. */
    INTERRUPTIBLE,
    /** It is finished first: cut off, it could leave the component dead. */
    FINISH_FIRST
}
