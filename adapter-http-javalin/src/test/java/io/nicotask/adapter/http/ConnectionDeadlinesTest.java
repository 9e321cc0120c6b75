package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AuditEntry;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server closes the connection of a client that takes too long, even if the client is never idle. */
final class ConnectionDeadlinesTest {

    private static final int CONNECTIONS = 20;
    private static final int MAX_BYTES = 1_000;
    private static final ConnectionDeadlines.Limits LIMITS = new ConnectionDeadlines.Limits(
            CONNECTIONS, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1));
    private static final String HEAD = "POST " + Paths.CANCEL
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + HttpFixture.ADMIN
            + "\r\nContent-Length: 500000\r\n\r\n";

    private final HttpFixture fixture = HttpFixture.withLimits(LIMITS);

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_client_that_sends_byte_by_byte_is_disconnected(boolean withHead) throws Exception {
        try (Socket slow = fixture.client.connect()) {
            slow.getOutputStream().write((withHead ? HEAD : "").getBytes(StandardCharsets.US_ASCII));

            assertThat(countBytesUntilClosed(slow)).isLessThan(MAX_BYTES);
        }
        assertThat(fixture.audit()).isEqualTo(List.<AuditEntry>of());
    }

    @Test
    void a_client_that_sends_nothing_is_disconnected() throws IOException {
        try (Socket idle = fixture.client.connect()) {
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_client_that_is_idle_after_a_response_is_disconnected() throws IOException {
        try (Socket idle = fixture.client.connect()) {
            idle.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(ApiClient.readAll(idle.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_client_that_does_not_read_responses_is_disconnected() throws Exception {
        try (Socket unread = fixture.client.connect()) {
            unread.setReceiveBufferSize(1_024);
            String manyTimes = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000);
            unread.getOutputStream().write(manyTimes.getBytes(StandardCharsets.US_ASCII));

            assertThat(countBytesUntilClosed(unread)).isLessThan(MAX_BYTES);
        }
    }

    @Test
    void above_the_limit_of_connections_requests_get_503_but_health_is_served() throws IOException {
        List<Socket> others = new ArrayList<>();
        for (int number = 0; number < CONNECTIONS; number++) {
            others.add(openServedConnection());
        }

        String refused = fixture.client.raw("GET " + Paths.GET + " HTTP/1.1\r\nHost: x\r\n\r\n");
        String health = fixture.client.raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(refused)
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 1", "Connection: close")
                .endsWith(Paths.error("Service temporarily unavailable"));
        assertThat(health).startsWith("HTTP/1.1 200 ").contains("Connection: close");
        for (Socket other : others) {
            other.close();
        }
    }

    @Test
    void a_cancel_is_served_above_the_limit_of_connections() throws IOException {
        List<Socket> others = new ArrayList<>();
        for (int number = 0; number < CONNECTIONS; number++) {
            others.add(openServedConnection());
        }

        String response = fixture.client.raw("POST " + Paths.CANCEL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + HttpFixture.ADMIN + "\r\nContent-Length: 49\r\n\r\n" + Paths.body(HttpFixture.SITE));

        assertThat(response).startsWith("HTTP/1.1 404 ").endsWith(Paths.error("Task not found"));
        for (Socket other : others) {
            other.close();
        }
    }

    @Test
    void a_fast_client_is_served_while_many_are_slow() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int number = 0; number < CONNECTIONS / 2; number++) {
            Socket socket = fixture.client.connect();
            socket.getOutputStream().write(HEAD.getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }

        assertThat(fixture.client
                        .send("GET", "/healthz", BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(200);
        assertThat(fixture.client
                        .post(Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE))
                        .statusCode())
                .isEqualTo(404);
        for (Socket socket : slow) {
            socket.close();
        }
    }

    /** Opens a connection on which a request has been answered. */
    private Socket openServedConnection() throws IOException {
        Socket socket = fixture.client.connect();
        socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isEqualTo('H');
        return socket;
    }

    /** Sends single bytes until the server closes the connection, and returns their number. */
    private static int countBytesUntilClosed(Socket slow) throws InterruptedException {
        int sent = 0;
        try {
            while (sent < MAX_BYTES) {
                slow.getOutputStream().write('a');
                sent++;
                Thread.sleep(20);
            }
        } catch (IOException cut) {
            return sent;
        }
        return sent;
    }
}
