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
 * A proxy to a PostgreSQL on loopback that parses the protocol and injects a fault at a chosen message. It counts the
 * injected faults.
 */
final class PostgresProxy implements AutoCloseable {

    /** The faults of the connection with the marked transaction. */
    enum Fault {
        /** The commit never reaches the server, and both sides see a reset. */
        CUT_BEFORE_COMMIT(true),
        /** Both sides see a reset right after the commit was sent: it may reach the server or not. */
        CUT_AT_COMMIT(false),
        /** The server commits, and the client sees a reset instead of the response. */
        CUT_AFTER_COMMIT(false),
        /** The commit never reaches the server, and both connections stay open and silent. */
        SILENT_BEFORE_COMMIT(true),
        /** The server commits, and the client's connection stays open and silent. */
        SILENT_AFTER_COMMIT(false),
        /** The client sees a reset in the middle of the first response. */
        CUT_IN_RESPONSE(true);

        private final boolean beforeCommit;

        Fault(boolean beforeCommit) {
            this.beforeCommit = beforeCommit;
        }

        /** Whether the commit certainly never reaches the server. */
        boolean isBeforeCommit() {
            return beforeCommit;
        }
    }

    private final int serverPort;
    private final ServerSocket listener;
    private final Set<PostgresProxyConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable ArmedFault> armed = new AtomicReference<>();
    private final Map<Fault, Integer> fired = new EnumMap<>(Fault.class);
    private volatile Duration delay = Duration.ZERO;

    /** Creates a proxy to the server on that port. */
    PostgresProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        Thread.ofVirtual().name("postgres-proxy").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Injects one fault: in the next transaction in which a statement has this id among its parameters. */
    void injectOnce(Fault fault, UUID marker) {
        armed.set(new ArmedFault(fault, marker));
    }

    /** Adds this delay to every further round trip. */
    void delay(Duration longer) {
        delay = longer;
    }

    Duration delay() {
        return delay;
    }

    /** Returns how often each fault was injected. */
    synchronized Map<Fault, Integer> fired() {
        return new EnumMap<>(fired);
    }

    /** Returns the next fault, or null. */
    @Nullable
    ArmedFault armed() {
        return armed.get();
    }

    /** Whether the calling connection is the one that injects this fault. */
    synchronized boolean claim(ArmedFault one) {
        boolean first = armed.compareAndSet(one, null);
        if (first) {
            fired.merge(one.fault(), 1, Integer::sum);
        }
        return first;
    }

    /** Resets all connections. */
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
                // Otherwise a message in two writes would wait for the acknowledgement of the first one.
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                PostgresProxyConnection connection = new PostgresProxyConnection(this, client, server);
                open.add(connection);
                connection.start(() -> open.remove(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /**
     * A fault to inject, and where.
     *
     * @param marker an id among the transaction's parameters
     */
    record ArmedFault(Fault fault, UUID marker) {}
}
