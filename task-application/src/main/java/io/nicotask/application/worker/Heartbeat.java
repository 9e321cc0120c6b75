package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;

/**
 * The heartbeat of an attempt to its engine. The engine's reply says whether the workflow continues, is closed, or
 * moves to another worker.
 */
@FunctionalInterface
@CheckReturnValue
public interface Heartbeat {

    /** Waits until the next heartbeat is due, at most a second, then sends it and returns the reply. */
    Signal beat();

    /** The engine's reply to a heartbeat. */
    enum Signal {
        /** The attempt continues. */
        CONTINUE,
        /** The engine has not answered for about ten seconds: the attempt continues, and its workflow is checked. */
        UNANSWERED,
        /** The workflow is closed, and its result is no longer needed. */
        WORKFLOW_CLOSED,
        /** This worker is shutting down, and another worker has to continue. */
        HAND_OVER
    }
}
