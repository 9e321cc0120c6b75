package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.bootstrap.config.InvalidSettings;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the database at the start. Waits for one that is not there yet, but not for one that refuses the server. */
final class DatabaseStart {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseStart.class);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final PersistenceModule.Settings settings;
    private final Duration wait;

    /** Waits so long at most. */
    DatabaseStart(PersistenceModule.Settings settings, Duration wait) {
        this.settings = settings;
        this.wait = wait;
    }

    /**
     * Opens the pool for requests.
     *
     * @throws StoreUnavailable when the database could not be reached in time
     * @throws InvalidSettings when the database refuses the server, or does not meet its requirements
     */
    PersistenceModule open() {
        long deadline = System.nanoTime() + wait.toNanos();
        for (boolean first = true; ; first = false) {
            try {
                return PersistenceModule.open(settings);
            } catch (IllegalStateException refused) {
                throw new InvalidSettings(refused.getMessage() + ".");
            } catch (StoreUnavailable away) {
                if (System.nanoTime() - deadline >= 0) {
                    throw away;
                }
                if (first) {
                    LOG.warn("{}; trying again for {} s", away.getMessage(), wait.toSeconds());
                }
                pause();
            }
        }
    }

    /** Opens the pool for background work. */
    static PersistenceModule openBackground(PersistenceModule requests, int connections) {
        try {
            return requests.withSeparatePool(connections);
        } catch (IllegalStateException refused) {
            throw new InvalidSettings(refused.getMessage() + ".");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The server is stopping");
        }
    }
}
