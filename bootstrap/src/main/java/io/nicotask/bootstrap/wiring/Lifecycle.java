package io.nicotask.bootstrap.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes started parts in reverse order. {@link #close} may run while parts are still being added. */
public final class Lifecycle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /**
     * Registers a part that has just been started.
     *
     * @throws CancellationException when the lifecycle is closed; the part is closed at once
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
                LOG.warn("A part of the server failed to close", fault);
            }
        }
    }
}
