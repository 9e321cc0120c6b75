package io.nicotask.application.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the use cases from logging each of some hundred thousand faults while it is open. */
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
