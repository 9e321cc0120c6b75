package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A submit that is repeated with its idempotency key creates one task. */
final class IdempotencyKeyTest {

    private static final String KEY = "Idempotency-Key";
    private static final String REUSED = Paths.error("Idempotency-Key was used with another request");

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void a_repeated_submit_gets_the_same_response() {
        HttpResponse<String> first = submit(SubmitBodies.powerOn(), "key-1");

        HttpResponse<String> second = submit(SubmitBodies.powerOn(), "key-1");

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"))
                .isPresent();
        assertThat(second.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(fixture.audit()).hasSize(1);
    }

    @Test
    void a_repeated_submit_shows_the_current_task() {
        HttpResponse<String> first = submit(SubmitBodies.powerOn(), "key-1");
        fixture.clock.tick(Duration.ofSeconds(1));
        fixture.client.post(
                Paths.cancel(HttpFixture.ORG, SubmitBodies.FIRST_ID), HttpFixture.ADMIN, Paths.body(HttpFixture.SITE));

        HttpResponse<String> second = submit(SubmitBodies.powerOn(), "key-1");

        HttpResponse<String> now =
                fixture.client.get(first.headers().firstValue("Location").orElseThrow(), HttpFixture.ADMIN);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).contains("\"status\":\"Terminated\"").isEqualTo(now.body());
        for (String header : new String[] {"ETag", "Task-Stop", "Retry-After"}) {
            assertThat(second.headers().firstValue(header))
                    .isEqualTo(now.headers().firstValue(header))
                    .isPresent();
        }
    }

    @Test
    void another_request_with_the_same_key_is_refused() {
        submit(SubmitBodies.powerOn(), "key-1");

        HttpResponse<String> response = submit(SubmitBodies.powerOn().with("description", "\"again\""), "key-1");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo(REUSED);
        assertThat(response.headers().map()).doesNotContainKeys("ETag", "Location");
    }

    static Stream<Arguments> sameMeaning() {
        SubmitBodies good = SubmitBodies.powerOn();
        String id = "\"abcdef00-0000-0000-0000-000000000001\"";
        String other = "\"abcdef00-0000-0000-0000-000000000002\"";
        return Stream.of(
                Arguments.of(good, good.with("unknown", "1")),
                Arguments.of(good, good.without("siteId").with("siteId", SubmitBodies.quoted(HttpFixture.SITE))),
                Arguments.of(
                        good, good.with("rackId", SubmitBodies.quoted(SubmitBodies.RACK.toUpperCase(Locale.ROOT)))),
                Arguments.of(good, good.with("description", "\"\"")),
                Arguments.of(good, good.with("componentsByType", "{}")),
                Arguments.of(good, good.with("conflictStrategy", "\"reject\"").with("queueTimeoutSeconds", "60")),
                Arguments.of(good.queued(), good.queued().with("queueTimeoutSeconds", "3600")),
                Arguments.of(
                        good.with("componentsByType", "{\"CDU\":[" + id + "," + other + "],\"UMS\":[" + id + "]}"),
                        good.with(
                                "componentsByType",
                                "{\"UMS\":[" + id + "],\"CDU\":[" + other + "," + id.toUpperCase(Locale.ROOT) + "]}")));
    }

    @ParameterizedTest
    @MethodSource("sameMeaning")
    void requests_with_the_same_meaning_are_the_same(SubmitBodies one, SubmitBodies other) {
        HttpResponse<String> first = submit(one, "key-1");

        HttpResponse<String> second = submit(other, "key-1");

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void keys_are_compared_exactly_and_per_org() {
        submit(SubmitBodies.powerOn(), "key-1");

        HttpResponse<String> inQuotes = submit(SubmitBodies.powerOn(), "\"key-1\"");
        HttpResponse<String> inCapitals = submit(SubmitBodies.powerOn(), "KEY-1");
        HttpResponse<String> ofAnotherOrg = fixture.client.post(
                Paths.submit("r%26d%2F%C3%BCnit%207"),
                HttpFixture.ADMIN,
                SubmitBodies.powerOn().json(),
                KEY,
                "key-1");

        assertThat(inQuotes.statusCode()).isEqualTo(409);
        assertThat(inCapitals.statusCode()).isEqualTo(409);
        assertThat(ofAnotherOrg.statusCode()).isEqualTo(409);
    }

    @Test
    void a_key_expires_after_a_day() {
        submit(SubmitBodies.powerOn(), "key-1");
        fixture.clock.tick(Duration.ofHours(24).plusMillis(1));

        HttpResponse<String> response = submit(SubmitBodies.powerOn(), "key-1");

        assertThat(response.statusCode()).isEqualTo(409);
    }

    @Test
    void a_refused_request_does_not_use_up_its_key() {
        submit(SubmitBodies.powerOn(), "key-1");
        HttpResponse<String> refused = submit(SubmitBodies.powerOn(), "key-2");

        HttpResponse<String> accepted = submit(SubmitBodies.powerOn().queued(), "key-2");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(accepted.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void a_key_has_up_to_255_characters(int length) {
        HttpResponse<String> response = submit(SubmitBodies.powerOn(), "k".repeat(length));

        assertThat(response.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256, 5000})
    void a_key_of_another_length_is_refused(int length) {
        HttpResponse<String> response = submit(SubmitBodies.powerOn(), "k".repeat(length));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(fault("size must be between 1 and 255"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-1", "key-2", ""})
    void two_idempotency_keys_are_refused(String other) {
        HttpResponse<String> response = fixture.client.post(
                Paths.SUBMIT, HttpFixture.ADMIN, SubmitBodies.powerOn().json(), KEY, "key-1", KEY, other);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(fault("must be given once"));
        assertThat(fixture.audit()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9", "\u00ff\u00fe", "\u00ed\u00a0\u0080", "a\tb", "a,b"})
    void a_key_with_unusual_characters_is_valid(String key) {
        String first = rawSubmit(key);

        String second = rawSubmit(key);

        assertThat(first).startsWith("HTTP/1.1 201 ").contains(SubmitBodies.FIRST_ID);
        assertThat(second).startsWith("HTTP/1.1 201 ").contains(SubmitBodies.FIRST_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b", "\u007f"})
    void a_key_with_characters_invalid_in_a_header_is_refused(String key) {
        String response = rawSubmit(key);

        assertThat(response).startsWith("HTTP/1.1 400 ");
        assertThat(fixture.audit()).isEmpty();
    }

    /** Sends the key with one byte per character. */
    private String rawSubmit(String key) {
        String body = SubmitBodies.powerOn().json();
        return fixture.client.raw("POST " + Paths.SUBMIT + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer " + HttpFixture.ADMIN + "\r\n" + KEY + ": " + key + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private HttpResponse<String> submit(SubmitBodies body, String key) {
        return fixture.client.post(Paths.SUBMIT, HttpFixture.ADMIN, body.json(), KEY, key);
    }

    private static String fault(String text) {
        return "{\"source\":\"nico\",\"message\":\"Failed to validate submit task request data\","
                + "\"data\":{\"Idempotency-Key\":\"" + text + "\"}}";
    }
}
