package io.nicotask.adapter.persistence;

import io.nicotask.domain.value.ClockStep;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/** Compares the clock of this process with the database's, and logs when a difference begins and ends. Thread-safe. */
final class ClockComparison {

    private static final Logger LOG = System.getLogger(ClockComparison.class.getName());

    private volatile Duration ahead = Duration.ZERO;

    /**
     * Compares the clocks by a reading of the database's clock.
     *
     * @param sent when the statement was sent that read it, by the clock of this process
     * @param read what it read
     * @param received when the answer was received
     */
    synchronized void compare(Instant sent, Instant read, Instant received) {
        Duration now = read.isBefore(sent)
                ? Duration.between(read, sent)
                : read.isAfter(received) ? Duration.between(read, received) : Duration.ZERO;
        Duration difference = now.abs().compareTo(ClockStep.TOLERANCE) > 0 ? now : Duration.ZERO;
        Duration before = ahead;
        ahead = difference;
        if (before.isZero() && !difference.isZero()) {
            LOG.log(
                    Level.WARNING,
                    () -> "The clock of this process is " + difference.abs().toSeconds() + " s "
                            + (difference.isNegative() ? "behind" : "ahead of")
                            + " the database's; synchronize both with a time server");
        } else if (!before.isZero() && difference.isZero()) {
            LOG.log(Level.WARNING, "The clock of this process and the database's agree again");
        }
    }

    /** Returns how far this process is ahead; zero while the clocks agree within the tolerance. */
    Duration ahead() {
        return ahead;
    }
}
