package io.nicotask.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A way to a PostgreSQL on loopback that understands what passes, and breaks at the very message that a test names. It
 * counts how often it broke.
 */
final class PostgresProxy implements AutoCloseable {

    /** What happens to the conversation in which the marked transaction takes place. */
    enum Fault {
        /** The commit never arrives, and both sides see a reset. */
        CUT_BEFORE_COMMIT(true),
        /** Both sides see a reset right behind the commit: it may arrive or not. */
        CUT_AT_COMMIT(false),
        /** The commit is done, and the client sees a reset instead of the answer. */
        CUT_AFTER_COMMIT(false),
        /** The commit never arrives, and nobody is told. */
        SILENT_BEFORE_COMMIT(true),
        /** The commit is done, and the client is never told. */
        SILENT_AFTER_COMMIT(false),
        /** The client sees a reset in the middle of the first answer. */
        CUT_IN_ANSWER(true);

        private final boolean beforeCommit;

        Fault(boolean beforeCommit) {
            this.beforeCommit = beforeCommit;
        }

        /** Whether the commit never arrives for certain. */
        boolean isBeforeCommit() {
            return beforeCommit;
        }
    }

    private final int serverPort;
    private final ServerSocket listener;
    private final Set<PostgresProxyConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();
    private final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
    private volatile Duration delay = Duration.ZERO;

    /** Leads to the server on that port. */
    PostgresProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        Thread.ofVirtual().name("way").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Breaks once: in the next transaction in which a statement has this id among its parameters. */
    void breakOnce(Fault fault, UUID marker) {
        armed.set(new Armed(fault, marker));
    }

    /** Every round trip takes that much longer from now on. */
    void delay(Duration longer) {
        delay = longer;
    }

    Duration delay() {
        return delay;
    }

    /** How often each fault has happened. */
    synchronized Map<Fault, Integer> fired() {
        return new EnumMap<>(fired);
    }

    /** What is to be broken next, or null. */
    @Nullable
    Armed armed() {
        return armed.get();
    }

    /** Whether the caller is the one that breaks now. */
    synchronized boolean fires(Armed one) {
        boolean first = armed.compareAndSet(one, null);
        if (first) {
            fired.merge(one.fault(), 1, Integer::sum);
        }
        return first;
    }

    /** Cuts all connections. */
    void cut() {
        open.forEach(PostgresProxyConnection::reset);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                // Else a message in two writes would wait for the acknowledgement of the first one.
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                PostgresProxyConnection conversation = new PostgresProxyConnection(this, client, server);
                open.add(conversation);
                conversation.start(() -> open.remove(conversation));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /**
     * What is to be broken, and where.
     *
     * @param marker the id by which the transaction is known
     */
    record Armed(Fault fault, UUID marker) {}
}
