package io.nicotask.adapter.http;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AuditTrail.AuditEntry;
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
    private static final int MAX_BYTES = 10_000;
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String HEAD = "POST " + Paths.CANCEL
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + HttpFixture.ADMIN
            + "\r\nContent-Length: 500000\r\n\r\n";

    private HttpFixture fixture;

    private void start(Duration arrival, Duration next, Duration exchange) {
        fixture = HttpFixture.withLimits(new ConnectionDeadlines.Limits(CONNECTIONS, arrival, next, exchange));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_client_that_sends_byte_by_byte_is_disconnected(boolean withHead) throws Exception {
        start(SHORT, LONG, SHORT);
        try (Socket slow = fixture.client.connect()) {
            assertThat(countBytesUntilClosed(slow, withHead ? HEAD : "")).isLessThan(MAX_BYTES);
        }
        assertThat(fixture.audit()).isEqualTo(List.<AuditEntry>of());
    }

    @Test
    void a_client_that_sends_nothing_is_disconnected() throws IOException {
        start(SHORT, LONG, LONG);
        try (Socket idle = fixture.client.connect()) {
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** Repeats, since a client that sends nothing for a second after it has connected is disconnected, too. */
    @Test
    void a_client_that_is_idle_after_a_response_is_disconnected() {
        start(LONG, SHORT, LONG);
        await().until(() -> {
            try (Socket idle = fixture.client.connect()) {
                idle.getOutputStream()
                        .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                return ApiClient.readAll(idle.getInputStream()).startsWith("HTTP/1.1 200 ");
            }
        });
    }

    @Test
    void a_client_that_does_not_read_responses_is_disconnected() throws Exception {
        start(LONG, LONG, SHORT);
        try (Socket unread = fixture.client.connect()) {
            unread.setReceiveBufferSize(1_024);
            String manyTimes = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000);

            assertThat(countBytesUntilClosed(unread, manyTimes)).isLessThan(MAX_BYTES);
        }
    }

    @Test
    void above_the_limit_of_connections_requests_get_503_but_health_is_served() throws IOException {
        start(LONG, LONG, LONG);
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
        start(LONG, LONG, LONG);
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
        start(LONG, LONG, LONG);
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

    /** Sends a text, then single bytes until the server closes the connection, and returns their number. */
    private static int countBytesUntilClosed(Socket slow, String first) throws InterruptedException {
        int sent = 0;
        try {
            slow.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
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
