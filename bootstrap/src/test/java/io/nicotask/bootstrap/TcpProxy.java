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

/** A way to a server on loopback that a test can break and mend; its own address stays, whatever is behind it. */
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
    private volatile int serverPort;
    private volatile Mode mode = Mode.PASS;

    /** Leads to the server at {@code host:port}. */
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

    /** What clients connect to: {@code host:port}. */
    public String target() {
        return "127.0.0.1:" + port();
    }

    /** New connections get through. Those that have lost bytes stay silent for good, and nobody is told. */
    public void pass() {
        mode = Mode.PASS;
    }

    /** From now on nothing gets through in either direction, new connections are welcome, and nobody is told. */
    public void swallow() {
        mode = Mode.SWALLOW;
    }

    /** Cuts all connections, and every new one at once. */
    public void refuse() {
        mode = Mode.REFUSE;
        cut();
    }

    /** Cuts all connections. */
    public void cut() {
        open.forEach(TcpProxy::close);
    }

    /** Leads to another server from now on, and cuts all connections to the old one. */
    public void leadTo(String server) {
        serverPort = portOf(server);
        cut();
    }

    /** How many bytes were swallowed so far. */
    long swallowed() {
        return swallowed.get();
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
            close(client);
            return;
        }
        try {
            boolean lost = mode == Mode.SWALLOW;
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            open.add(server);
            // Else a message in two writes would wait for the acknowledgement of the first one.
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().name("proxy-answers").start(() -> pump(server, client, lost));
            pump(client, server, lost);
        } catch (IOException nobodyThere) {
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
            // Both ends are closed below.
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
