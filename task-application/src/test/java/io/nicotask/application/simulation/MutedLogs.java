package io.nicotask.application.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Turns the logs of the use cases off while it is open: they would log each of some hundred thousand faults. */
final class MutedLogs implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.nicotask");
    private final Level before = logger.getLevel();

    MutedLogs() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
