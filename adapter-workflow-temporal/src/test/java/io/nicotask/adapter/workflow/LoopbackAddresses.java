package io.nicotask.adapter.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Addresses on loopback. */
final class LoopbackAddresses {

    private static final Socket CLOSED = new Socket();

    static {
        try {
            CLOSED.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LoopbackAddresses() {}

    /** Returns a target on which no server listens: the port of a bound socket, so that no other process gets it. */
    static String closedTarget() {
        return "127.0.0.1:" + CLOSED.getLocalPort();
    }

    /** Returns a port that is free at this moment. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
