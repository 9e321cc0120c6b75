package io.nicotask.adapter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that sends its whole body before it reads gets the earlier response, and no reset of the connection. */
final class ErrorResponseWhileSendingTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final int LARGE = 10 * MEBIBYTE;

    private final HttpFixture fixture = HttpFixture.running();

    @AfterEach
    void stop() {
        fixture.close();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Paths.CANCEL, "no.such.token", 401),
                Arguments.of(Paths.CANCEL, HttpFixture.MEMBER, 403),
                Arguments.of(Paths.cancel(HttpFixture.ORG, "no-uuid"), HttpFixture.ADMIN, 400),
                Arguments.of(Paths.CANCEL, HttpFixture.ADMIN, 413),
                Arguments.of("/nowhere", HttpFixture.ADMIN, 404),
                Arguments.of("/healthz", HttpFixture.ADMIN, 405));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_large_body_over_a_socket_gets_the_early_response(String path, String token, int status) throws IOException {
        try (Socket socket = fixture.client.connect()) {
            socket.getOutputStream().write(head(path, token, "Content-Length: " + LARGE));

            socket.getOutputStream().write(new byte[LARGE]);

            assertThat(ApiClient.readAll(socket.getInputStream())).startsWith("HTTP/1.1 " + status + ' ');
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_large_chunked_body_over_a_socket_gets_the_early_response(String path, String token, int status)
            throws IOException {
        byte[] chunk = ("100000\r\n" + " ".repeat(MEBIBYTE) + "\r\n").getBytes(US_ASCII);
        try (Socket socket = fixture.client.connect()) {
            socket.getOutputStream().write(head(path, token, "Transfer-Encoding: chunked"));

            for (int sent = 0; sent < LARGE; sent += MEBIBYTE) {
                socket.getOutputStream().write(chunk);
            }

            assertThat(ApiClient.readAll(socket.getInputStream())).startsWith("HTTP/1.1 " + status + ' ');
        }
    }

    @Test
    void a_body_that_arrives_slowly_gets_the_early_response() throws Exception {
        try (Socket socket = fixture.client.connect()) {
            socket.getOutputStream().write(head(Paths.CANCEL, "no.such.token", "Content-Length: " + MEBIBYTE));

            for (int sent = 0; sent < MEBIBYTE; sent += MEBIBYTE / 64) {
                socket.getOutputStream().write(new byte[MEBIBYTE / 64]);
                Thread.sleep(20);
            }

            assertThat(ApiClient.readAll(socket.getInputStream())).startsWith("HTTP/1.1 401 ");
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_large_body_from_an_http_client_gets_the_early_response(String path, String token, int status) {
        HttpResponse<String> response = fixture.client.post(path, token, BodyPublishers.ofByteArray(new byte[LARGE]));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"source\":\"nico\"");
    }

    @Test
    void a_large_body_from_a_url_connection_gets_the_early_response() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + fixture.server.port() + Paths.CANCEL)
                        .toURL()
                        .openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(LARGE);
        connection.setRequestProperty("Authorization", "Bearer " + HttpFixture.MEMBER);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(new byte[LARGE]);
        }

        assertThat(connection.getResponseCode()).isEqualTo(403);
        assertThat(new String(connection.getErrorStream().readAllBytes(), UTF_8))
                .isEqualTo(Paths.error("User does not have Provider Admin role with org"));
    }

    @Test
    void a_client_that_never_stops_sending_is_disconnected() throws IOException {
        Duration second = Duration.ofSeconds(1);
        Duration minutes = Duration.ofMinutes(5);
        ConnectionDeadlines.Limits limits = new ConnectionDeadlines.Limits(20, minutes, minutes, second);
        try (HttpFixture strict = HttpFixture.withLimits(limits);
                Socket socket = strict.client.connect()) {
            socket.getOutputStream().write(head(Paths.CANCEL, "no.such.token", "Content-Length: 1000000000000"));

            assertThat(countBytesUntilClosed(socket)).isPositive();
        }
    }

    private static long countBytesUntilClosed(Socket socket) {
        byte[] some = new byte[1 << 16];
        long sent = 0;
        try {
            while (true) {
                socket.getOutputStream().write(some);
                sent += some.length;
            }
        } catch (IOException closed) {
            return sent;
        }
    }

    private static byte[] head(String path, String token, String length) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n" + length
                + "\r\n\r\n";
        return head.getBytes(US_ASCII);
    }
}
