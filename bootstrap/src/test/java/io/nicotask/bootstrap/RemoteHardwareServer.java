package io.nicotask.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.bootstrap.ObservedHardware.Call;
import io.nicotask.bootstrap.ObservedHardware.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Serves the observed hardware to workers in other processes. The worker waits between the two halves of each call: a
 * test can hold a call there, to stop the worker's process in the middle of it.
 */
public final class RemoteHardwareServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObservedHardware hardware;
    private final ServerSocket socket;
    private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();

    public RemoteHardwareServer(ObservedHardware hardware) {
        this.hardware = hardware;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        Thread.ofVirtual().name("hardware-server").start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Holds the next call after its first half. */
    Hold holdNext() {
        Hold next = new Hold();
        hold.set(next);
        return next;
    }

    private void accept() {
        try {
            while (true) {
                Socket worker = socket.accept();
                Thread.ofVirtual().start(() -> serve(worker));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private void serve(Socket worker) {
        try (worker;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(
                        new OutputStreamWriter(worker.getOutputStream(), StandardCharsets.UTF_8), true)) {
            String line = in.readLine();
            while (line != null) {
                JsonNode request = JSON.readTree(line);
                Call call = hardware.begin(
                        Kind.valueOf(request.get("kind").asText()),
                        JSON.treeToValue(request.get("order"), HardwareCommand.class));
                awaitRelease();
                out.println("begun");
                if (in.readLine() == null) {
                    return;
                }
                out.println(JSON.writeValueAsString(answer(call)));
                line = in.readLine();
            }
        } catch (IOException gone) {
            // The worker was killed; its incomplete call has no effect.
        }
    }

    private void awaitRelease() {
        Hold held = hold.getAndSet(null);
        if (held != null) {
            held.await();
        }
    }

    private JsonNode answer(Call call) {
        try {
            ObjectNode answer = JSON.createObjectNode();
            hardware.act(call)
                    .forEach((component, status) ->
                            answer.put(component.toString(), status.getClass().getSimpleName()));
            return answer;
        } catch (StaleFencingToken superseded) {
            return JSON.createObjectNode().put("superseded", superseded.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** A held call. */
    static final class Hold {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        boolean isReached() {
            return reached.getCount() == 0;
        }

        void release() {
            released.countDown();
        }

        private void await() {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
