package io.nicotask.adapter.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Addresses on loopback. */
final class LoopbackAddresses {

    private LoopbackAddresses() {}

    /** Returns a target on which no server listens. */
    static String closedTarget() {
        return "127.0.0.1:" + freePort();
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
