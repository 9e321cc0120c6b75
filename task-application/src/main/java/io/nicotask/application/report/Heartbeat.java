package io.nicotask.application.report;

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
        GO_ON,
        /** The workflow is closed: nobody waits for the work any more. */
        CLOSED,
        /** This worker is shutting down, and another is to go on with the work. */
        HAND_OVER
    }
}
