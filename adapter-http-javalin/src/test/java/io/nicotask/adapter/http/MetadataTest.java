package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MetadataTest {

    private static final String PATH = "/v2/org/" + HttpFixture.ORG + "/nico/metadata";

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

    @Test
    void every_caller_with_a_token_gets_the_build() {
        for (String token : List.of(HttpFixture.ADMIN, HttpFixture.MEMBER, HttpFixture.STRANGER)) {
            HttpResponse<String> response = fixture.client.get(PATH, token);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"version\":\"1.2.3\",\"buildTime\":\"2026-05-31T08:00:00.5Z\"}");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void a_request_without_a_token_is_refused() {
        HttpResponse<String> response = fixture.client.send("GET", PATH, BodyPublishers.noBody());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo(Paths.error("Request is missing authorization header"));
    }

    @Test
    void it_accepts_no_query_parameters() {
        HttpResponse<String> response = fixture.client.get(PATH + "?siteId=" + HttpFixture.SITE, HttpFixture.ADMIN);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(Paths.error("Unknown query parameter specified in request: siteId"));
    }
}
