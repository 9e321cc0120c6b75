package io.nicotask.domain.stop;

import com.google.errorprone.annotations.CheckReturnValue;

/** The result of {@link Stop#resolve}. */
@CheckReturnValue
public sealed interface Resolution {

    /**
     * The stop needed attention and is resolved.
     *
     * @param stop the stop after the change
     */
    record Resolved(Stop stop) implements Resolution {}

    /**
     * The stop was already confirmed and is unchanged.
     *
     * @param stop the unchanged stop
     */
    record AlreadyConfirmed(Stop stop) implements Resolution {}

    /**
     * The stop needs no attention, or an attempt of the task holds a valid lease; the stop is unchanged.
     *
     * @param stop the unchanged stop
     */
    record InProgress(Stop stop) implements Resolution {}
}
