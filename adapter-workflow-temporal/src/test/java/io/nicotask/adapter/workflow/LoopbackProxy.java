package io.nicotask.adapter.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A proxy for a server on loopback that can swallow what passes through it. */
final class LoopbackProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean swallowing;
    private volatile boolean swallowingReplies;

    LoopbackProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String target() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Swallows everything from now on; connections stay open. */
    void swallow() {
        swallowing = true;
    }

    /** Swallows everything that the server sends from now on. */
    void swallowReplies() {
        swallowingReplies = true;
    }

    /** Lets new connections through again. Connections that have lost bytes stay silent. */
    void passAll() {
        swallowing = false;
        swallowingReplies = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.addAll(List.of(client, server));
                Thread.ofVirtual().start(() -> pump(client, server, () -> swallowing));
                Thread.ofVirtual().start(() -> pump(server, client, () -> swallowing || swallowingReplies));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private static void pump(Socket from, Socket to, BooleanSupplier swallows) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            boolean lost = false;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                lost |= swallows.getAsBoolean();
                if (!lost) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (IOException closed) {
            // One side has closed; the other detects that by itself.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
