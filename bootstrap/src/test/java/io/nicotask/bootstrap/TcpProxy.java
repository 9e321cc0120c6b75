package io.nicotask.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A proxy to a server on loopback that a test can break and restore; its address stays the same when the server
 * changes.
 */
public final class TcpProxy implements AutoCloseable {

    private enum Mode {
        PASS,
        SWALLOW,
        REFUSE
    }

    private static final int BUFFER = 8192;

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong swallowed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile int serverPort;
    private volatile Mode mode = Mode.PASS;

    /** Creates a proxy to the server at {@code host:port}. */
    public TcpProxy(String server) {
        this.serverPort = portOf(server);
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Returns the address for clients, {@code host:port}. */
    public String target() {
        return "127.0.0.1:" + port();
    }

    /** Lets new connections pass. Connections that have lost bytes stay silent. */
    public void pass() {
        mode = Mode.PASS;
    }

    /** Drops all further bytes in both directions, and keeps accepting connections. */
    public void swallow() {
        mode = Mode.SWALLOW;
    }

    /** Cuts all connections, and every new one as soon as it is accepted. */
    public void refuse() {
        mode = Mode.REFUSE;
        cut();
    }

    /** Cuts all connections. */
    public void cut() {
        open.forEach(TcpProxy::close);
    }

    /** Switches to another server, and cuts all connections to the old one. */
    public void forwardTo(String server) {
        serverPort = portOf(server);
        cut();
    }

    /** Returns the number of dropped bytes so far. */
    long swallowed() {
        return swallowed.get();
    }

    /** Returns the number of connections that were cut at once so far. */
    long refused() {
        return refused.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        refuse();
    }

    private static int portOf(String server) {
        return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("proxy-connect").start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        if (mode == Mode.REFUSE) {
            refused.incrementAndGet();
            close(client);
            return;
        }
        try {
            boolean lost = mode == Mode.SWALLOW;
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            open.add(server);
            // Otherwise a message in two writes would wait for the acknowledgement of the first one.
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().name("proxy-responses").start(() -> pump(server, client, lost));
            pump(client, server, lost);
        } catch (IOException unreachable) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, boolean lostAlready) {
        boolean lost = lostAlready;
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                lost |= mode == Mode.SWALLOW;
                if (lost) {
                    swallowed.addAndGet(read);
                } else {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException cut) {
            // Both sides are closed below.
        }
        List.of(from, to).forEach(TcpProxy::close);
        open.removeAll(List.of(from, to));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
