package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests match a route. No request here has a token. */
final class UnmatchedRequestsTest {

    private static final String NOT_FOUND = Paths.error("The requested path could not be found");
    private static final String NOT_ALLOWED = Paths.error("Method not allowed");

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        assertThat(fixture.audit()).isEmpty();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v2",
                "/v2/org/demo-org/nico",
                "/v2/org/demo-org/nico/task/",
                "/v2/org/demo-org/nico/rack/task",
                "/v2/org/demo-org/nico/rack/task/x/history",
                "/v2/org/demo-org/nico/task/x/history/",
                "/v2/org/demo-org/nico/task/x/history/y",
                "/v2/org/demo-org/nico/task//cancel",
                "/v2/org//nico/user/current",
                "/v2/org/demo-org/nico/task/x/cancel/",
                "/v2/org/demo-org/nico/task/x/cancel/y",
                "/v2/org/demo-org/nico/task/x/Cancel",
                "/v2/org/demo-org/nico/task/x%2Fcancel/y",
                "/v2/org/demo-org/nico/task/x;v=1/y",
                "/v2/org/demo-org/other/task/x",
                "/v2/org/demo-org/nico/task/rule",
                "/v2/org/demo-org/nico/task/run",
                "/v2/org/demo-org/nico/task/rule/cancel",
                "/v2/org/demo-org/nico/task/run/history",
                "/v2/org/demo-org/nico/task/run/stop/resolve",
                "/v2/org/demo-org/nico/rack/task/rule",
                "/v2/org/demo-org/nico/rack/task/run/cancel",
                "/v2/org/demo-org/nico/rack/x/task/",
                "/v2/org/demo-org/nico/rack/x",
                "/v2/org/demo-org/nico/tray/x/task/y",
                "/v2/org/demo-org/nico/metadata/",
                "/metadata",
                "/v3/org/demo-org/nico/task/x",
                "/healthz/",
                "/healthz;x=1",
                "//healthz",
                "/x/../healthz",
                "/HEALTHZ",
                "/WEB-INF/web.xml",
                "/openapi",
                "/openapi.yml",
                "/docs/",
                "/docs.js",
                "/favicon.ico"
            })
    void an_unknown_path_gets_404(String path) {
        for (String method : List.of("GET", "HEAD", "POST", "DELETE", "OPTIONS")) {
            HttpResponse<String> response = send(method, path);

            assertThat(response.statusCode()).as(method).isEqualTo(404);
            assertThat(response.body()).isEqualTo(method.equals("HEAD") ? "" : NOT_FOUND);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /v2/org/demo-org/nico/task/x/cancel      | OPTIONS, POST
            HEAD   | /v2/org/demo-org/nico/task/x/cancel      | OPTIONS, POST
            PUT    | /v2/org/demo-org/nico/rack/task/x/cancel | OPTIONS, POST
            POST   | /v2/org/demo-org/nico/task/x             | GET, HEAD, OPTIONS
            DELETE | /v2/org/demo-org/nico/task/x             | GET, HEAD, OPTIONS
            PATCH  | /v2/org/demo-org/nico/rack/task/x        | GET, HEAD, OPTIONS
            PURGE  | /v2/org/demo-org/nico/rack/task/x        | GET, HEAD, OPTIONS
            get    | /v2/org/demo-org/nico/rack/task/x        | GET, HEAD, OPTIONS
            PUT    | /v2/org/demo-org/nico/task               | GET, HEAD, OPTIONS, POST
            POST   | /v2/org/demo-org/nico/task/rules         | GET, HEAD, OPTIONS
            POST   | /v2/org/demo-org/nico/rack/run/task      | GET, HEAD, OPTIONS
            POST   | /v2/org/demo-org/nico/rack/x/task        | GET, HEAD, OPTIONS
            POST   | /v2/org/demo-org/nico/tray/x/task        | GET, HEAD, OPTIONS
            POST   | /v2/org/demo-org/nico/task/x/history     | GET, HEAD, OPTIONS
            POST   | /v2/org/demo-org/nico/site               | GET, HEAD, OPTIONS
            DELETE | /v2/org/demo-org/nico/site/x             | GET, HEAD, OPTIONS
            POST   | /v2/org/demo-org/nico/user/current       | GET, HEAD, OPTIONS
            POST   | /v2/org/demo-org/nico/metadata           | GET, HEAD, OPTIONS
            TRACE  | /healthz                                 | GET, HEAD, OPTIONS
            POST   | /readyz                                  | GET, HEAD, OPTIONS
            POST   | /openapi.yaml                            | GET, HEAD, OPTIONS
            POST   | /openapi.json                            | GET, HEAD, OPTIONS
            POST   | /docs                                    | GET, HEAD, OPTIONS
            """)
    void a_wrong_method_gets_405_with_the_allowed_ones(String method, String path, String allow) {
        HttpResponse<String> response = send(method, path);

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.body()).isEqualTo(method.equals("HEAD") ? "" : NOT_ALLOWED);
        assertThat(response.headers().allValues("Allow")).containsExactly(allow);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v2/org/demo-org/nico/task          | GET, HEAD, OPTIONS, POST
            /v2/org/demo-org/nico/task/x        | GET, HEAD, OPTIONS
            /v2/org/demo-org/nico/task/x/cancel | OPTIONS, POST
            /healthz                            | GET, HEAD, OPTIONS
            """)
    void options_lists_the_methods_of_a_path(String path, String allow) {
        HttpResponse<String> response = send("OPTIONS", path);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().allValues("Allow")).containsExactly(allow);
        assertThat(response.headers().map()).doesNotContainKey("Access-Control-Allow-Methods");
    }

    @Test
    void no_header_replaces_the_method() {
        HttpResponse<String> response = send("GET", Paths.CANCEL, "X-HTTP-Method-Override", "POST");

        assertThat(response.statusCode()).isEqualTo(405);
    }

    @Test
    void no_header_turns_a_request_into_a_web_socket() {
        HttpResponse<String> response = send("GET", Paths.GET, "Sec-WebSocket-Version", "13");

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v2/org/demo-org/nico/task/x/cancel      | POST | OPTIONS, POST
            /v2/org/demo-org/nico/rack/task/x/cancel | POST | OPTIONS, POST
            /v2/org/demo-org/nico/task/x             | GET  | GET, HEAD, OPTIONS
            /v2/org/demo-org/nico/task               | POST | GET, HEAD, OPTIONS, POST
            /v2/org/demo-org/nico/rack/x/task        | GET  | GET, HEAD, OPTIONS
            /v2/org/demo-org/nico/task/x/history     | GET  | GET, HEAD, OPTIONS
            /v2/org/demo-org/nico/site               | GET  | GET, HEAD, OPTIONS
            /v2/org/demo-org/nico/site/x             | GET  | GET, HEAD, OPTIONS
            /v2/org/demo-org/nico/user/current       | GET  | GET, HEAD, OPTIONS
            """)
    void a_preflight_is_answered_without_a_token(String path, String method, String allowed) {
        HttpResponse<String> response = send(
                "OPTIONS",
                path,
                "Origin",
                "https://ui.example.com",
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "authorization,content-type");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(response.headers().allValues("Access-Control-Allow-Methods")).containsExactly(allowed);
        assertThat(response.headers().allValues("Access-Control-Allow-Headers"))
                .containsExactly("Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-ID");
    }

    @Test
    void a_preflight_of_an_unknown_path_gets_404() {
        HttpResponse<String> response =
                send("OPTIONS", "/nowhere", "Origin", "https://ui.example.com", "Access-Control-Request-Method", "GET");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo(NOT_FOUND);
    }

    @Test
    void scripts_of_any_origin_may_read_every_response_and_its_headers() {
        HttpResponse<String> error = send("GET", "/nowhere", "Origin", "https://ui.example.com");
        HttpResponse<String> success = send("GET", "/healthz");

        for (HttpResponse<String> response : List.of(error, success)) {
            assertThat(response.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly("*");
            assertThat(response.headers().allValues("Access-Control-Expose-Headers"))
                    .containsExactly("Cancel-Outcome, Task-Stop, Retry-After, ETag, Location, X-Pagination,"
                            + " Next-Cursor, X-Request-ID, WWW-Authenticate");
        }
    }

    @Test
    void no_header_shows_the_software_of_the_server() {
        HttpResponse<String> response = send("GET", "/healthz");

        assertThat(response.headers().map()).doesNotContainKeys("Server", "X-Powered-By", "Set-Cookie");
    }

    private HttpResponse<String> send(String method, String path, String... headers) {
        return fixture.client.send(method, path, BodyPublishers.noBody(), headers);
    }
}
