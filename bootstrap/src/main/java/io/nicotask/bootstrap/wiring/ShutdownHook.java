package io.nicotask.bootstrap.wiring;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs on SIGTERM and Ctrl-C: closes everything in order and ends the process with 0. It halts the JVM, which would
 * otherwise exit with 143 after every signal.
 */
public final class ShutdownHook implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);
    private static final Duration LIMIT = Duration.ofSeconds(9);
    private static final int FAILED = 1;

    private final Lifecycle lifecycle;

    public ShutdownHook(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public void run() {
        LOG.info("Shutting down: finishing work in progress");
        closeAndHalt(0);
    }

    /** Closes everything in order and ends the process with 1, because it cannot work without a part that has ended. */
    public void abort(String sentence) {
        LOG.error(sentence);
        closeAndHalt(FAILED);
    }

    private void closeAndHalt(int exitCode) {
        Thread closing = Thread.ofPlatform().name("closing").start(lifecycle::close);
        try {
            boolean isClosed = closing.join(LIMIT);
            LOG.info(isClosed ? "Shut down" : "The shutdown timed out; the next start recovers");
            Runtime.getRuntime().halt(isClosed ? exitCode : FAILED);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
