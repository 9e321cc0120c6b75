package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A response to HEAD equals that to GET, without the body. */
final class HeadTest {

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
        fixture.given(TaskExamples.aRunningTaskWithReport());
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void it_has_the_status_and_the_headers_of_get(String path) {
        for (String encoding : List.of("identity", "gzip")) {
            HttpResponse<String> head = send("HEAD", path, encoding);
            HttpResponse<String> get = send("GET", path, encoding);

            assertThat(head.statusCode()).isEqualTo(get.statusCode());
            assertThat(head.body()).isEmpty();
            assertThat(get.body()).isNotEmpty();
            assertThat(headersOf(head)).isEqualTo(headersOf(get));
        }
    }

    static List<String> paths() {
        String site = "?siteId=" + HttpFixture.SITE;
        String base = "/v2/org/" + HttpFixture.ORG + "/nico";
        return List.of(
                Paths.GET,
                Paths.onOldMount(Paths.GET),
                Paths.HISTORY,
                Paths.CURRENT_USER,
                base + "/site",
                base + "/site/" + HttpFixture.SITE,
                base + "/site/" + HttpFixture.UNKNOWN_SITE,
                base + "/metadata",
                base + "/task" + site,
                base + "/task" + site + "&cursor=&includeReport=true",
                base + "/rack/" + NumberedTasks.RACK + "/task" + site,
                base + "/tray/" + NumberedTasks.TRAY + "/task" + site,
                base + "/task",
                base + "/task/no-uuid" + site,
                "/healthz",
                "/readyz",
                "/openapi.yaml",
                "/openapi.json",
                "/docs",
                "/nowhere");
    }

    private HttpResponse<String> send(String method, String path, String encoding) {
        return fixture.client.send(
                method,
                path,
                BodyPublishers.noBody(),
                "Authorization",
                "Bearer " + HttpFixture.ADMIN,
                "X-Request-ID",
                "same",
                "Accept-Encoding",
                encoding);
    }

    /** Returns the headers without the date. */
    private static Map<String, List<String>> headersOf(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.keySet().remove("date");
        return headers;
    }
}
