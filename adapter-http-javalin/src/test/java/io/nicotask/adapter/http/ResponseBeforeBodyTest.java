package io.nicotask.adapter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A check that needs no body responds before any byte of the body arrives, and before {@code 100 Continue}. */
final class ResponseBeforeBodyTest {

    private static final String EXPIRED = "token.expired";
    private static final List<String> BODIES = List.of(
            "Content-Length: 100",
            "Transfer-Encoding: chunked",
            "Content-Length: 100\r\nExpect: 100-continue",
            "Transfer-Encoding: chunked\r\nExpect: 100-continue");

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
        fixture.tokens.reject(EXPIRED, Rejection.EXPIRED);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    static Stream<Arguments> unauthenticated() {
        return BODIES.stream()
                .flatMap(body -> Stream.of(
                        Arguments.of(body, "", "Request is missing authorization header"),
                        Arguments.of(body, "Authorization: Basic x\r\n", "Invalid Authorization header format"),
                        Arguments.of(body, bearer("no.such.token"), "Error parsing the token claims"),
                        Arguments.of(body, bearer(EXPIRED), "Authorization token in request has expired")));
    }

    @ParameterizedTest
    @MethodSource("unauthenticated")
    void a_caller_without_a_valid_token_is_refused_at_once(String body, String authorization, String message) {
        for (String path : List.of(Paths.CANCEL, Paths.onOldMount(Paths.CANCEL), Paths.SUBMIT, Paths.RESOLVE)) {
            String response = fixture.client.raw(head(path, authorization, body));

            assertRefused(response, 401, message);
            assertThat(response).contains("WWW-Authenticate: Bearer\r\n");
        }
        assertThat(fixture.audit()).isEmpty();
    }

    static Stream<Arguments> unauthorized() {
        return BODIES.stream()
                .flatMap(body -> Stream.of(
                        Arguments.of(
                                body,
                                HttpFixture.STRANGER,
                                HttpFixture.ORG,
                                403,
                                "Failed to validate membership for org: demo-org",
                                DenialReason.NOT_A_MEMBER),
                        Arguments.of(
                                body,
                                HttpFixture.MEMBER,
                                HttpFixture.ORG,
                                403,
                                "User does not have Provider Admin role with org",
                                DenialReason.NO_PROVIDER_ADMIN_ROLE),
                        Arguments.of(
                                body,
                                HttpFixture.ADMIN,
                                HttpFixture.ORG_WITHOUT_PROVIDER,
                                400,
                                "Failed to retrieve Infrastructure Provider for org",
                                DenialReason.NO_PROVIDER)));
    }

    @ParameterizedTest
    @MethodSource("unauthorized")
    void an_unauthorized_caller_is_refused_at_once_and_audited_once(
            String body, String token, String org, int status, String message, DenialReason reason) {
        String cancel = Paths.cancel(org, "no-uuid");
        List<String> paths =
                List.of(cancel, Paths.onOldMount(cancel), Paths.submit(org), Paths.resolve(org, "no-uuid"));
        for (String path : paths) {
            String response = fixture.client.raw(head(path, bearer(token), body));

            assertRefused(response, status, message);
        }
        assertThat(fixture.audit())
                .extracting(AuditEntry::outcome)
                .hasSize(paths.size())
                .containsOnly(new Outcome.Denied(reason));
    }

    static Stream<String> bodies() {
        return BODIES.stream();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_path_without_a_uuid_is_refused_at_once(String body) {
        String cancel = Paths.cancel(HttpFixture.ORG, "no-uuid");
        for (String path : List.of(cancel, Paths.onOldMount(cancel), Paths.resolve(HttpFixture.ORG, "no-uuid"))) {
            String response = fixture.client.raw(head(path, bearer(HttpFixture.ADMIN), body));

            assertRefused(response, 400, "Invalid Task ID specified in URL");
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void an_unknown_path_and_a_wrong_method_are_refused_at_once(String body) {
        assertRefused(fixture.client.raw(head("/nowhere", "", body)), 404, "The requested path could not be found");
        assertRefused(fixture.client.raw(head("/healthz", "", body)), 405, "Method not allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1048577", "Content-Length: 1048577\r\nExpect: 100-continue"})
    void a_body_that_is_announced_as_too_long_is_refused_at_once(String body) {
        String response = fixture.client.raw(head(Paths.CANCEL, bearer(HttpFixture.ADMIN), body));

        assertRefused(response, 413, "Request Entity Too Large");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_get_is_served_before_its_body_arrives(String body) {
        fixture.given(TaskExamples.aPendingTask());

        String response = fixture.client.raw(
                head(Paths.GET, bearer(HttpFixture.ADMIN), body).replaceFirst("POST", "GET"));

        assertThat(response).startsWith("HTTP/1.1 200 ").contains("Connection: close\r\n");
    }

    @Test
    void an_authorized_caller_that_expects_100_continue_gets_it() throws IOException {
        fixture.given(TaskExamples.aRunningTask());
        String body = Paths.body(HttpFixture.SITE);
        String head = head(
                Paths.CANCEL,
                bearer(HttpFixture.ADMIN),
                "Connection: close\r\nExpect: 100-continue\r\nContent-Length: " + body.length());
        try (Socket socket = fixture.client.connect()) {
            socket.getOutputStream().write(head.getBytes(US_ASCII));

            assertThat(line(socket.getInputStream())).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(line(socket.getInputStream())).isEmpty();
            socket.getOutputStream().write(body.getBytes(US_ASCII));
            assertThat(ApiClient.readAll(socket.getInputStream()))
                    .startsWith("HTTP/1.1 202 ")
                    .contains("Cancel-Outcome: cancelled\r\n");
        }
    }

    @Test
    void bytes_after_a_response_before_the_body_are_not_read_as_a_request() throws IOException {
        String next = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
        String head = head(Paths.CANCEL, "", "Content-Length: " + (next.length() + 1));
        try (Socket socket = fixture.client.connect()) {
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 401 ");

            socket.getOutputStream().write((next + "x" + next).getBytes(US_ASCII));

            assertThat(ApiClient.readAll(socket.getInputStream())).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void a_refused_request_with_a_complete_body_keeps_the_connection_open() {
        String refused = head(Paths.CANCEL, "", "Content-Length: 2") + "{}";
        String next = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        String responses = fixture.client.raw(refused + next);

        assertThat(responses).startsWith("HTTP/1.1 401 ").contains("HTTP/1.1 200 ");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static String head(String path, String authorization, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization + body + "\r\n\r\n";
    }

    private static void assertRefused(String response, int status, String message) {
        assertThat(response)
                .startsWith("HTTP/1.1 " + status + ' ')
                .contains("Connection: close\r\n")
                .endsWith(Paths.error(message));
    }

    private static String line(InputStream stream) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = stream.read(); next != '\n'; next = stream.read()) {
            assertThat(next).as("the end of the connection").isNotNegative();
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
