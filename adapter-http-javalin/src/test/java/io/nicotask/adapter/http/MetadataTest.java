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

    private HttpFixture world;

    @BeforeEach
    void start() {
        world = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        assertThat(world.audit()).isEmpty();
        world.close();
    }

    @Test
    void every_caller_with_a_token_gets_the_build() {
        for (String token : List.of(HttpFixture.ADMIN, HttpFixture.MEMBER, HttpFixture.STRANGER)) {
            HttpResponse<String> answer = world.client.get(PATH, token);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"version\":\"1.2.3\",\"buildTime\":\"2026-05-31T08:00:00.5Z\"}");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void a_request_without_a_token_is_refused() {
        HttpResponse<String> answer = world.client.send("GET", PATH, BodyPublishers.noBody());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(Paths.error("Request is missing authorization header"));
    }

    @Test
    void it_accepts_no_query_parameters() {
        HttpResponse<String> answer = world.client.get(PATH + "?siteId=" + HttpFixture.SITE, HttpFixture.ADMIN);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(Paths.error("Unknown query parameter specified in request: siteId"));
    }
}
