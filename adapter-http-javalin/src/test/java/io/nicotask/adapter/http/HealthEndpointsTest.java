package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthEndpointsTest {

    private HttpFixture world;

    @BeforeEach
    void start() {
        world = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void the_server_is_alive_without_database_and_keys() {
        world.readiness(false, Map.of());
        world.tokens.ready(false);

        HttpResponse<String> answer = get("/healthz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"alive\"}");
    }

    @Test
    void it_is_ready_while_an_engine_is_down() {
        world.readiness(true, Map.of("south", false, "north", true));

        HttpResponse<String> answer = get("/readyz?verbose=1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"ready\",\"database\":\"up\",\"keys\":\"loaded\","
                        + "\"temporal\":{\"north\":\"up\",\"south\":\"down\"}}");
    }

    @ParameterizedTest
    @CsvSource({"false, true, down, loaded", "true, false, up, not loaded", "false, false, down, not loaded"})
    void it_is_not_ready_without_database_or_keys(boolean database, boolean keys, String up, String loaded) {
        world.readiness(database, Map.of("north", true));
        world.tokens.ready(keys);

        HttpResponse<String> answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"not ready\",\"database\":\"" + up + "\",\"keys\":\"" + loaded
                        + "\",\"temporal\":{\"north\":\"up\"}}");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    private HttpResponse<String> get(String path) {
        return world.client.send("GET", path, BodyPublishers.noBody());
    }
}
