package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;

/** How an attempt lets its engine know that it lives, and learns what the engine knows. */
@FunctionalInterface
@CheckReturnValue
public interface Heartbeat {

    /** Waits until the next beat is due, at most a second, and beats. */
    Signal beat();

    /** What the engine says to a beat. */
    enum Signal {
        /** Nothing new. */
        CONTINUE,
        /** The workflow is closed: nobody waits for the work any more. */
        WORKFLOW_CLOSED,
        /** This worker is shutting down, and another is to go on with the work. */
        HAND_OVER
    }
}
