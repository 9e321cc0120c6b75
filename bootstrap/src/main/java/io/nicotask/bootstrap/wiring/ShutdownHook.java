package io.nicotask.bootstrap.wiring;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when the process is told to stop (SIGTERM, Ctrl-C): everything is stopped in order, and the process ends
 * with 0. A JVM that is told to stop would end with 143 by itself, however well it stopped; hence the halt.
 */
public final class ShutdownHook implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);
    private static final Duration LIMIT = Duration.ofSeconds(9);
    private static final int NOT_IN_TIME = 1;

    private final Lifecycle lifecycle;

    public ShutdownHook(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void run() {
        LOG.info("Stopping: finishing what runs");
        Thread closing = Thread.ofPlatform().name("closing").start(lifecycle::close);
        try {
            boolean inTime = closing.join(LIMIT);
            LOG.info(inTime ? "Stopped" : "Could not stop everything in time; the next start repairs it");
            Runtime.getRuntime().halt(inTime ? 0 : NOT_IN_TIME);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
