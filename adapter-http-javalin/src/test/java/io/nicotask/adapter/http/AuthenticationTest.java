package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.domain.task.Task;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticationTest {

    private HttpFixture world;
    private Task task;

    @BeforeEach
    void start() {
        world = HttpFixture.running();
        task = world.given(TaskExamples.aPendingTask());
    }

    @AfterEach
    void stop() {
        assertThat(world.stored(task)).isEqualTo(task);
        assertThat(world.stopOf(task)).isEmpty();
        assertThat(world.audit()).isEmpty();
        world.close();
    }

    @Test
    void a_request_without_authorization_is_refused() {
        HttpResponse<String> answer = cancel();

        assertUnauthorized(answer, "Request is missing authorization header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void an_empty_authorization_counts_as_missing(String header) {
        HttpResponse<String> answer = cancel("Authorization", header);

        assertUnauthorized(answer, "Request is missing authorization header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HttpFixture.ADMIN,
                "Bearer",
                "Bearer ",
                "Basic " + HttpFixture.ADMIN,
                "Bearer a b",
                "Bearer," + HttpFixture.ADMIN
            })
    void an_authorization_other_than_bearer_and_a_token_is_refused(String header) {
        HttpResponse<String> answer = cancel("Authorization", header);

        assertUnauthorized(answer, "Invalid Authorization header format");
    }

    static Stream<Arguments> severalLines() {
        return Stream.of(
                Arguments.of("Bearer " + HttpFixture.ADMIN, "Bearer " + HttpFixture.MEMBER),
                Arguments.of("Bearer " + HttpFixture.ADMIN, "Bearer " + HttpFixture.ADMIN),
                Arguments.of("Bearer", HttpFixture.ADMIN),
                Arguments.of("Bearer " + HttpFixture.ADMIN, ""),
                Arguments.of("", "Bearer " + HttpFixture.ADMIN),
                Arguments.of("", ""));
    }

    @ParameterizedTest
    @MethodSource("severalLines")
    void more_than_one_authorization_line_is_refused(String first, String second) {
        HttpResponse<String> answer = cancel("Authorization", first, "Authorization", second);

        assertUnauthorized(answer, "Invalid Authorization header format");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NOT_A_TOKEN    | 401 | Error parsing the token claims
            INVALID        | 401 | Invalid authorization token in request
            EXPIRED        | 401 | Authorization token in request has expired
            NO_SUBJECT     | 401 | Invalid authorization token, could not find subject ID in claim
            WRONG_AUDIENCE | 401 | Token audience does not match issuer configuration
            MISSING_SCOPE  | 403 | Token scopes do not match required scopes for issuer
            RESERVED_ORG   | 403 | Organization cannot be authorized dynamically using claims data
            """)
    void a_rejected_token_gets_the_reason(Rejection why, int status, String message) {
        world.tokens.reject("bad.token", why);

        HttpResponse<String> answer = cancel("Authorization", "Bearer bad.token");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(Paths.error(message));
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    @Test
    void a_token_of_an_issuer_without_keys_gets_503() {
        world.tokens.missKeysFor("token.of.new.issuer");

        HttpResponse<String> answer = cancel("Authorization", "Bearer token.of.new.issuer");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo(Paths.error("Service temporarily unavailable"));
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void the_caller_is_authenticated_before_the_request_is_parsed() {
        HttpResponse<String> answer =
                world.client.send("POST", Paths.cancel("no-org", "no-uuid"), BodyPublishers.ofString("no JSON"));

        assertUnauthorized(answer, "Request is missing authorization header");
    }

    private HttpResponse<String> cancel(String... headers) {
        return world.client.send("POST", Paths.CANCEL, BodyPublishers.ofString(Paths.body(HttpFixture.SITE)), headers);
    }

    private static void assertUnauthorized(HttpResponse<String> answer, String message) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(Paths.error(message));
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }
}
