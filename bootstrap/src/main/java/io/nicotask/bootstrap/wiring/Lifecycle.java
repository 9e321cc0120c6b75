package io.nicotask.bootstrap.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started, to be stopped in the opposite order. Stopping may overtake starting. */
public final class Lifecycle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /**
     * Takes charge of something that has just been started.
     *
     * @throws CancellationException when everything is being stopped; the thing is stopped at once
     */
    synchronized <T extends AutoCloseable> T add(T part) {
        started.push(part);
        if (closed) {
            closeAll();
            throw new CancellationException("The server is stopping");
        }
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        closeAll();
    }

    private void closeAll() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception fault) {
                LOG.warn("A part of the server did not stop cleanly", fault);
            }
        }
    }
}
