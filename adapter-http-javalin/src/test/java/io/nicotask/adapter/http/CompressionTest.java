package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CompressionTest {

    private static final String LIST = "/v2/org/" + HttpFixture.ORG + "/nico/task?siteId=" + HttpFixture.SITE;

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
    @ValueSource(strings = {"gzip", "GZIP", "br, gzip", "deflate,gzip,*"})
    void a_large_list_is_compressed_if_the_client_accepts_gzip(String accepted) {
        given(20);

        HttpResponse<String> plain = get(LIST, "identity");
        HttpResponse<String> compressed = get(LIST, accepted);

        assertThat(compressed.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(compressed.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(compressed.body()).isEqualTo(plain.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "x", ""})
    void a_list_is_not_compressed_unless_the_client_accepts_gzip(String accepted) {
        given(20);

        HttpResponse<String> response = get(LIST, accepted);

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(NumberedTasks.numbers(response)).hasSize(20);
    }

    @Test
    void a_small_list_is_not_compressed() {
        given(1);

        HttpResponse<String> response = get(LIST, "gzip");

        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.headers().allValues("Vary")).containsExactly("Accept-Encoding");
    }

    @ParameterizedTest
    @CsvSource({"/openapi.json", "/openapi.yaml", "/docs"})
    void the_description_is_compressed(String path) {
        assertThat(get(path, "gzip").headers().allValues("Content-Encoding")).containsExactly("gzip");
    }

    @Test
    void an_error_is_never_compressed() {
        HttpResponse<String> response = get("/v2/org/" + "a".repeat(3000) + "/nico/task", "gzip");

        assertThat(response.body()).hasSizeGreaterThan(3000);
        assertThat(response.headers().map()).doesNotContainKeys("Content-Encoding", "Vary");
    }

    private void given(int tasks) {
        IntStream.rangeClosed(1, tasks)
                .forEach(number -> fixture.given(NumberedTasks.pending().number(number)));
    }

    private HttpResponse<String> get(String path, String accepted) {
        return fixture.client.get(path, HttpFixture.ADMIN, "Accept-Encoding", accepted);
    }
}
