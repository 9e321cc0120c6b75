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

    private HttpFixture fixture;
    private Task task;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
        task = fixture.given(TaskExamples.aPendingTask());
    }

    @AfterEach
    void stop() {
        assertThat(fixture.stored(task)).isEqualTo(task);
        assertThat(fixture.stopOf(task)).isEmpty();
        assertThat(fixture.audit()).isEmpty();
        fixture.close();
    }

    @Test
    void a_request_without_authorization_is_refused() {
        HttpResponse<String> response = cancel();

        assertUnauthorized(response, "Request is missing authorization header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void an_empty_authorization_counts_as_missing(String header) {
        HttpResponse<String> response = cancel("Authorization", header);

        assertUnauthorized(response, "Request is missing authorization header");
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
        HttpResponse<String> response = cancel("Authorization", header);

        assertUnauthorized(response, "Invalid Authorization header format");
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
        HttpResponse<String> response = cancel("Authorization", first, "Authorization", second);

        assertUnauthorized(response, "Invalid Authorization header format");
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
        fixture.tokens.reject("bad.token", why);

        HttpResponse<String> response = cancel("Authorization", "Bearer bad.token");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Paths.error(message));
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                .isEqualTo(status == 401);
    }

    @Test
    void a_token_of_an_issuer_without_keys_gets_503() {
        fixture.tokens.missKeysFor("token.of.new.issuer");

        HttpResponse<String> response = cancel("Authorization", "Bearer token.of.new.issuer");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo(Paths.error("Service temporarily unavailable"));
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void the_caller_is_authenticated_before_the_request_is_parsed() {
        HttpResponse<String> response =
                fixture.client.send("POST", Paths.cancel("no-org", "no-uuid"), BodyPublishers.ofString("no JSON"));

        assertUnauthorized(response, "Request is missing authorization header");
    }

    private HttpResponse<String> cancel(String... headers) {
        return fixture.client.send(
                "POST", Paths.CANCEL, BodyPublishers.ofString(Paths.body(HttpFixture.SITE)), headers);
    }

    private static void assertUnauthorized(HttpResponse<String> response, String message) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo(Paths.error(message));
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }
}
