package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For any value in any field, a submit is accepted, or the response says what is wrong. */
final class FuzzedSubmitTest {

    private static final List<String> FIELDS = List.of(
            "siteId",
            "rackId",
            "operation",
            "componentsByType",
            "description",
            "ruleId",
            "conflictStrategy",
            "queueTimeoutSeconds",
            "unknown");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1",
            "1.5",
            "1e400",
            "1E-400",
            "9".repeat(1000),
            "9".repeat(1001),
            "\"\"",
            "\" \"",
            "\"null\"",
            "\"queue\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\uD83D\uDE00\"",
            "\"" + "x".repeat(100_000) + "\"",
            "\"00000000-0000-0000-0000-000000000000\"",
            "[]",
            "[null]",
            "[[]]",
            "[{}]",
            "[".repeat(2000) + "]".repeat(2000),
            "{}",
            "{\"\":null}",
            "{\"\\ud800\":[]}",
            "{\"\\u0000\":[\"\"]}",
            "{\"" + "x".repeat(60_000) + "\":[]}",
            "{\"Compute\":null}",
            "{\"Compute\":{}}",
            "{\"Compute\":[null,\"\\ud800\",\"x\",1]}",
            "{\"Unknown\":[\"00000000-0000-0000-0000-000000000000\"]}",
            "{\"type\":null,\"code\":null}",
            "{\"type\":\"\\ud800\",\"code\":\"\\u0000\"}",
            "{\"type\":{},\"code\":[]}");

    private static HttpFixture fixture;

    @BeforeAll
    static void start() {
        fixture = HttpFixture.running();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    static Stream<SubmitBodies> submits() {
        return FIELDS.stream()
                .flatMap(field ->
                        VALUES.stream().map(value -> SubmitBodies.powerOn().with(field, value)));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("submits")
    void no_submit_causes_a_server_error(SubmitBodies submit) {
        HttpResponse<String> response = fixture.client.post(Paths.SUBMIT, HttpFixture.ADMIN, submit.json());

        assertThat(response.statusCode()).isIn(201, 400, 409);
        if (response.statusCode() != 201) {
            assertThat(response.body()).startsWith("{\"source\":\"nico\",\"message\":\"");
        }
    }
}
