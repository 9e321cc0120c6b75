package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.nicotask.application.port.CallerAuthenticator.KeysUnavailable;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.task.CancelTask;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For a fault of the server, the client gets the status only, and the log has the details. */
final class UnexpectedErrorTest {

    private static final String SECRET = "select secret from vault";

    static Stream<Throwable> bugs() {
        return Stream.of(
                new IllegalStateException(SECRET, new NullPointerException(SECRET)),
                new IllegalArgumentException(SECRET),
                new AssertionError(SECRET),
                new StackOverflowError(SECRET));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void a_bug_gets_500_without_details(Throwable bug) {
        try (CapturedLog log = CapturedLog.listening();
                HttpFixture fixture = HttpFixture.cancellingBy(failingWith(bug))) {
            HttpResponse<String> response = cancel(fixture);

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .isEqualTo(Paths.error("An unexpected error occurred while processing the request"));
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(response.headers().map().toString()).doesNotContain(SECRET);
            assertErrorWithCause(log, bug);
        }
    }

    static Stream<RuntimeException> outages() {
        return Stream.of(
                new StoreUnavailable(SECRET, new IllegalStateException(SECRET)),
                new KeysUnavailable(SECRET, new IllegalStateException(SECRET)));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void an_outage_gets_503_with_retry_after(RuntimeException outage) {
        try (CapturedLog log = CapturedLog.listening();
                HttpFixture fixture = HttpFixture.cancellingBy(failingWith(outage))) {
            HttpResponse<String> response = cancel(fixture);

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).isEqualTo(Paths.error("Service temporarily unavailable"));
            assertThat(response.headers().firstValue("Retry-After")).contains("1");
            assertThat(log.of("mine"))
                    .filteredOn(event -> event.getLevel() == Level.ERROR)
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.getFormattedMessage()).isEqualTo(outage.getMessage());
                        assertThat(event.getThrowableProxy().getClassName())
                                .isEqualTo(outage.getClass().getName());
                    });
        }
    }

    @Test
    void a_fault_of_the_client_is_logged_as_a_warning_that_cannot_forge_a_line() {
        try (CapturedLog log = CapturedLog.listening();
                HttpFixture fixture = HttpFixture.running()) {
            HttpResponse<String> response = fixture.client.get(
                    Paths.GET + "&evil%0AERROR%E2%80%A8forged", HttpFixture.ADMIN, "X-Request-ID", "mine");

            assertThat(response.statusCode()).isEqualTo(400);
            ILoggingEvent warning = log.of("mine").getFirst();
            assertThat(warning.getLevel()).isEqualTo(Level.WARN);
            assertThat(warning.getThrowableProxy()).isNull();
            assertThat(warning.getFormattedMessage())
                    .isEqualTo("Refused with 400: Unknown query parameter specified in request: evil?ERROR?forged");
        }
    }

    @Test
    void every_request_is_one_line_of_the_access_log() {
        try (CapturedLog log = CapturedLog.listening();
                HttpFixture fixture = HttpFixture.running()) {
            String path = Paths.get(HttpFixture.ORG, TaskExamples.ID);
            HttpResponse<String> response =
                    fixture.client.get(path + "?siteId=" + HttpFixture.SITE, HttpFixture.ADMIN, "X-Request-ID", "mine");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(log.of("mine"))
                    .filteredOn(event -> event.getLoggerName().endsWith(".access"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getLevel()).isEqualTo(Level.INFO);
                        assertThat(line.getFormattedMessage())
                                .matches("GET \\Q" + path + "\\E answered 404 in \\d+ ms");
                    });
        }
    }

    @Test
    void no_token_is_ever_logged() {
        try (CapturedLog log = CapturedLog.listening();
                HttpFixture fixture = HttpFixture.running()) {
            fixture.client.get(Paths.GET, HttpFixture.ADMIN);
            fixture.client.get(Paths.GET, HttpFixture.STRANGER);
            fixture.client.get(Paths.GET, "unknown.secret.token");
            fixture.client.raw("GET / HTTP/1.1\r\nAuthorization: Bearer unknown.secret.token\r\nNo Header: x\r\n\r\n");

            List<String> lines =
                    log.all().stream().map(ILoggingEvent::getFormattedMessage).toList();
            assertThat(lines).isNotEmpty().noneMatch(line -> line.contains("token.of") || line.contains("secret"));
        }
    }

    private static CancelTask failingWith(Throwable fault) {
        return command -> {
            if (fault instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) fault;
        };
    }

    private static HttpResponse<String> cancel(HttpFixture fixture) {
        return fixture.client.post(
                Paths.CANCEL, HttpFixture.ADMIN, Paths.body(HttpFixture.SITE), "X-Request-ID", "mine");
    }

    private static void assertErrorWithCause(CapturedLog log, Throwable cause) {
        assertThat(log.of("mine"))
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .singleElement()
                .satisfies(event -> assertThat(event.getThrowableProxy().getClassName())
                        .isEqualTo(cause.getClass().getName()));
    }
}
