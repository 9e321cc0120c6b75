package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies are accepted, and which are refused. */
final class RequestBodyTest {

    private static final String GOOD = Paths.body(HttpFixture.SITE);
    private static final String UNPARSABLE = Paths.error("Failed to parse request data");
    private static final String TOO_LARGE = Paths.error("Request Entity Too Large");
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    private HttpFixture fixture;
    private Task task;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
        task = fixture.given(TaskExamples.aPendingTask());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    static Stream<String> unparsableBodies() {
        String site = "\"siteId\":\"" + HttpFixture.SITE + "\"";
        return Stream.of(
                "no JSON",
                "{",
                "{" + site,
                "{" + site + ",}",
                "{'siteId':'" + HttpFixture.SITE + "'}",
                "{siteId:\"" + HttpFixture.SITE + "\"}",
                "{" + site + "/* comment */}",
                "{" + site + "}{}",
                "{" + site + "} x",
                "{" + site + "}]",
                "null null",
                "{" + site + "," + site + "}",
                "{" + site + ",\"site\\u0049d\":null}",
                "{" + site + ",\"other\":1,\"other\":2}",
                "{" + site + ",\"deep\":{\"a\":1,\"a\":2}}",
                "[]",
                "[{" + site + "}]",
                "\"\"",
                "\"text\"",
                "1",
                "true",
                "NaN",
                "{\"siteId\":1}",
                "{\"siteId\":1.5}",
                "{\"siteId\":true}",
                "{\"siteId\":[]}",
                "{\"siteId\":[\"" + HttpFixture.SITE + "\"]}",
                "{\"siteId\":{}}",
                "{" + site + ",\"reason\":7}",
                "{" + site + ",\"reason\":false}",
                "{" + site + ",\"reason\":{}}",
                "{" + site + ",\"reason\":\"\\x\"}",
                "{" + site + ",\"reason\":\"line\nbreak\"}",
                "{" + site + ",\"deep\":" + "[".repeat(100_000) + "}",
                "\uFEFF{" + site + "}");
    }

    @ParameterizedTest
    @MethodSource("unparsableBodies")
    void a_body_that_is_not_one_json_object_of_the_right_types_is_refused(String body) {
        HttpResponse<String> response = fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, body);

        assertRefused(response);
    }

    static Stream<Arguments> notUtf8() {
        return Stream.of(
                Arguments.of("UTF-16", GOOD.getBytes(StandardCharsets.UTF_16)),
                Arguments.of("UTF-16BE", GOOD.getBytes(StandardCharsets.UTF_16BE)),
                Arguments.of("UTF-32", GOOD.getBytes(Charset.forName("UTF-32"))),
                Arguments.of("Latin 1", withReason((byte) 0xE9)),
                Arguments.of("a surrogate in UTF-8", withReason((byte) 0xED, (byte) 0xA0, (byte) 0x80)),
                Arguments.of("an overlong NUL", withReason((byte) 0xC0, (byte) 0x80)),
                Arguments.of("a truncated character", withReason((byte) 0xE2, (byte) 0x82)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notUtf8")
    void a_body_that_is_not_utf_8_is_refused(String what, byte[] body) {
        HttpResponse<String> response =
                fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, BodyPublishers.ofByteArray(body));

        assertRefused(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonp",
                "text/json",
                "json",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-16",
                "application/json; charset=",
                "application/json; charset",
                "application/json, text/plain"
            })
    void a_content_type_that_is_not_json_in_utf_8_is_refused(String type) {
        HttpResponse<String> response =
                fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, GOOD, "Content-Type", type);

        assertRefused(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json"})
    void more_than_one_content_type_is_refused(String second) {
        HttpResponse<String> response = fixture.client.post(
                Paths.CANCEL, HttpFixture.ADMIN, GOOD, "Content-Type", "application/json", "Content-Type", second);

        assertRefused(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=UTF-8",
                "application/json ; charset=\"utf-8\" ; version=1",
                "application/merge-patch+json",
                ""
            })
    void a_content_type_that_is_json_in_utf_8_is_accepted(String type) {
        HttpResponse<String> response =
                fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, GOOD, "Content-Type", type);

        assertThat(response.statusCode()).isEqualTo(202);
    }

    @Test
    void a_body_of_exactly_the_maximum_length_is_accepted() {
        HttpResponse<String> response =
                fixture.client.post(Paths.CANCEL, HttpFixture.ADMIN, GOOD + " ".repeat(JsonBody.LIMIT - GOOD.length()));

        assertThat(response.statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1048577", "Content-Length: 9223372036854775807"})
    void a_body_announced_as_too_long_is_refused_unread(String length) {
        String response = fixture.client.raw(head(Paths.CANCEL, HttpFixture.ADMIN, length, "Content-Type: text/plain"));

        assertThat(response).startsWith("HTTP/1.1 413 ").endsWith(TOO_LARGE);
        assertNothingChanged();
    }

    @Test
    void a_chunked_body_is_refused_once_it_is_too_long() {
        String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";

        String response =
                fixture.client.raw(head(Paths.CANCEL, HttpFixture.ADMIN, CHUNKED) + chunk.repeat(16) + "1\r\n ");

        assertThat(response).startsWith("HTTP/1.1 413 ").endsWith(TOO_LARGE);
        assertNothingChanged();
    }

    @ParameterizedTest
    @CsvSource({
        "token.of.stranger, demo-org, x, 403, Failed to validate membership for org: demo-org",
        "token.of.member, demo-org, x, 403, User does not have Provider Admin role with org",
        "token.of.admin, poor-org, x, 400, Failed to retrieve Infrastructure Provider for org",
        "token.of.admin, demo-org, x, 400, Invalid Task ID specified in URL"
    })
    void the_caller_and_the_id_are_checked_before_the_length(
            String token, String org, String id, int status, String message) {
        String response = fixture.client.raw(head(Paths.cancel(org, id), token, "Content-Length: 1048577"));

        assertThat(response).startsWith("HTTP/1.1 " + status + ' ').endsWith(Paths.error(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}", "-1\r\n{}", "2\r\n{}x", "fffffffffffffffff\r\n{}"})
    void malformed_chunks_are_refused(String chunks) {
        String response = fixture.client.raw(head(Paths.CANCEL, HttpFixture.ADMIN, CHUNKED) + chunks);

        assertThat(response).startsWith("HTTP/1.1 400 ").endsWith(UNPARSABLE);
        assertNothingChanged();
    }

    static Stream<String> beginnings() {
        String fixed = head(Paths.CANCEL, HttpFixture.ADMIN, "Content-Length: " + GOOD.length()) + GOOD;
        String chunked =
                head(Paths.CANCEL, HttpFixture.ADMIN, CHUNKED) + Integer.toHexString(GOOD.length()) + "\r\n" + GOOD;
        List<Integer> missing = List.of(1, 10, GOOD.length());
        return Stream.concat(
                missing.stream().map(bytes -> fixed.substring(0, fixed.length() - bytes)),
                Stream.of(chunked, chunked + "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void a_client_that_closes_before_the_end_of_its_body_changes_nothing(String beginning) throws IOException {
        try (Socket socket = fixture.client.connect()) {
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();

            String response = ApiClient.readAll(socket.getInputStream());

            assertThat(response).doesNotContain("HTTP/1.1 202").doesNotContain("HTTP/1.1 5");
        }
        assertNothingChanged();
    }

    private static byte[] withReason(byte... reason) {
        byte[] before = ("{\"siteId\":\"" + HttpFixture.SITE + "\",\"reason\":\"").getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(before, before.length + reason.length + 2);
        System.arraycopy(reason, 0, body, before.length, reason.length);
        body[body.length - 2] = '"';
        body[body.length - 1] = '}';
        return body;
    }

    private static String head(String path, String token, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(UNPARSABLE);
        assertNothingChanged();
    }

    private void assertNothingChanged() {
        assertThat(fixture.stored(task)).isEqualTo(task);
        assertThat(fixture.stopOf(task)).isEmpty();
        assertThat(fixture.audit()).isEmpty();
    }
}
