package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.faults.Fault.CLIENT_GONE;
import static io.nicotask.faults.Fault.DUPLICATED_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that disconnects at any byte leaves either no cancel or a complete one. */
@ExtendWith(SharedServers.class)
final class ClientDisconnectTest {

    private static final int LANES = 8;

    private final DefaultServer live;
    private final String token;

    ClientDisconnectTest(DefaultServer live) {
        this.live = live;
        this.token = live.server().token("demo-org", "PROVIDER_ADMIN");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_client_that_disconnects_within_its_request_cancels_nothing(boolean reset) {
        TaskId task = live.stored().pending().id();
        String request = cancel(task, body());
        List<String> before = live.rows().decided(task);

        lanes(request.length(), sent -> disconnect(request, sent, reset));

        assertThat(live.rows().decided(task)).isEqualTo(before);
        assertThat(live.cancel(task).header("Cancel-Outcome")).isEqualTo("cancelled");
        assertCancelledOnce(task);
        FiredFaults.count(CLIENT_GONE, Layer.PARTS, request.length());
    }

    @Test
    void a_client_that_disconnects_before_the_response_cancels_once_or_not_at_all() {
        List<TaskId> tasks = IntStream.range(0, 64)
                .mapToObj(number -> live.stored().running().id())
                .toList();

        lanes(tasks.size(), number -> {
            String request = cancel(tasks.get(number), body());
            disconnect(request, request.length(), number % 2 == 0);
        });

        for (TaskId task : tasks) {
            assertThat(live.cancel(task).status()).isEqualTo(202);
            assertCancelledOnce(task);
        }
        FiredFaults.count(CLIENT_GONE, Layer.PARTS, tasks.size());
    }

    @Test
    void pipelined_repetitions_of_a_cancel_cancel_once() throws IOException {
        TaskId task = live.stored().running().id();
        String request = cancel(task, body());

        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.repeat(20).getBytes(StandardCharsets.US_ASCII));
        }

        await().untilAsserted(() -> assertCancelledOnce(task));
        assertThat(live.cancel(task).header("Cancel-Outcome")).isEqualTo("already-terminated");
        assertCancelledOnce(task);
        FiredFaults.count(DUPLICATED_REQUEST, Layer.PARTS, 19);
    }

    private void lanes(int count, Step step) {
        List<Callable<Integer>> lanes = IntStream.range(0, LANES)
                .<Callable<Integer>>mapToObj(lane -> () -> {
                    for (int number = lane; number < count; number += LANES) {
                        step.handle(number);
                    }
                    return lane;
                })
                .toList();
        assertThat(Concurrently.all(lanes)).hasSize(LANES);
    }

    private void disconnect(String request, int sent, boolean reset) throws IOException {
        try (Socket socket = connect()) {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.getOutputStream().write(request.substring(0, sent).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Socket connect() throws IOException {
        int port = URI.create(live.server().startupReport().url()).getPort();
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private void assertCancelledOnce(TaskId task) {
        assertThat(live.rows().of("audit", task)).hasSize(1);
        assertThat(live.rows().of("task_stop", task)).hasSize(1);
        List<JsonNode> history = live.rows().of("task_history", task);
        assertThat(history)
                .filteredOn(row -> row.get("to_status").asText().equals("Terminated"))
                .hasSize(1);
    }

    private String cancel(TaskId task, String body) {
        return "POST /v2/org/demo-org/nico/task/" + task + "/cancel HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + token + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String body() {
        return "{\"siteId\":\"" + DefaultServer.SITE + "\"}";
    }

    /** Handles each number. */
    private interface Step {

        void handle(int number) throws IOException;
    }
}
