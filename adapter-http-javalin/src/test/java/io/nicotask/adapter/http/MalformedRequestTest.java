package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A malformed request gets the usual error object, and never a 5xx. */
final class MalformedRequestTest {

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            garbage                                                 | 400 | Bad Request
            GET /healthz                                            | 400 | HTTP Version Not Supported
            GET /healthz HTTP/3.0^Host: x                           | 400 | HTTP Version Not Supported
            GET /healthz HTTP/1.1                                   | 400 | Bad Request
            GET /healthz HTTP/1.1^Host: x^Host: y                   | 400 | Bad Request
            GET /healthz HTTP/1.1^Host: x^No Header: x              | 400 | Bad Request
            GET /healthz HTTP/1.1^Host: x^Expect: more              | 417 | Expectation Failed
            POST /healthz HTTP/1.1^Host: x^Content-Length: many     | 400 | Bad Request
            POST /healthz HTTP/1.1^Host: x^Transfer-Encoding: gzip  | 400 | Bad Request
            PRI * HTTP/2.0                                          | 426 | Upgrade Required
            GET /%zz HTTP/1.1^Host: x                               | 400 | Bad Request
            GET /../healthz HTTP/1.1^Host: x                        | 400 | Bad Request
            GET /v2/org/%00/nico/user/current HTTP/1.1^Host: x      | 400 | Bad Request
            GET /v2/org/%u0041/nico/user/current HTTP/1.1^Host: x   | 400 | Bad Request
            GET healthz HTTP/1.1^Host: x                            | 400 | Bad Request
            OPTIONS * HTTP/1.1^Host: x                              | 404 | The requested path could not be found
            """)
    void a_malformed_request_gets_the_error_object(String request, int status, String message) {
        String response = fixture.client.raw(request.replace("^", "\r\n") + "\r\nConnection: close\r\n\r\n");

        assertError(response, status, message);
    }

    @ParameterizedTest
    @CsvSource({"10000", "100000"})
    void a_uri_that_is_too_long_gets_the_error_object(int length) {
        String response = fixture.client.raw("GET /" + "a".repeat(length) + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertError(response, 414, "URI Too Long");
    }

    @ParameterizedTest
    @CsvSource({"10000", "100000"})
    void headers_that_are_too_large_get_the_error_object(int length) {
        String response = fixture.client.raw("GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(length) + "\r\n\r\n");

        assertError(response, 431, "Request Header Fields Too Large");
    }

    @ParameterizedTest
    @CsvSource({
        "%20, ' '",
        "%FF, \uFFFD",
        "%C0%80, \uFFFD\uFFFD",
        "%22%5C, \\\"\\\\",
        "a%0Ab, a\\nb",
        "a+b, a+b",
        "..;, ..;",
        "%2e%2e%2f, ../"
    })
    void a_strange_org_name_has_no_members(String inPath, String inAnswer) {
        String response = fixture.client.raw("GET /v2/org/" + inPath + "/nico/task/x HTTP/1.1\r\nHost: x\r\n"
                + "Connection: close\r\nAuthorization: Bearer " + HttpFixture.ADMIN + "\r\n\r\n");

        assertError(response, 403, "Failed to validate membership for org: " + inAnswer);
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 5000})
    void an_org_that_is_too_long_is_not_audited(int length) {
        String org = "a".repeat(length);

        HttpResponse<String> response = fixture.client.get("/v2/org/" + org + "/nico/task/x", HttpFixture.ADMIN);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo(Paths.error("Failed to validate membership for org: " + org));
        assertThat(fixture.audit()).isEmpty();
    }

    private static void assertError(String response, int status, String message) {
        assertThat(response)
                .startsWith("HTTP/1.1 " + status + ' ')
                .contains("\r\nX-Request-ID: made-1\r\n")
                .contains("\r\nContent-Type: application/json\r\n")
                .contains("\r\nAccess-Control-Allow-Origin: *\r\n")
                .endsWith("\r\n\r\n" + Paths.error(message));
    }
}
