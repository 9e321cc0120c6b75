package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthEndpointsTest {

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void the_server_is_alive_without_database_and_keys() {
        fixture.readiness(false);
        fixture.tokens.ready(false);

        HttpResponse<String> response = get("/healthz");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"alive\"}");
    }

    @Test
    void it_is_ready_when_it_can_decide_requests_and_carry_them_out() {
        HttpResponse<String> response = get("/readyz?verbose=1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        "{\"status\":\"ready\",\"database\":\"up\",\"keys\":\"loaded\",\"stuckLoops\":[],\"clockAheadSeconds\":0}");
    }

    @Test
    void it_is_not_ready_while_a_loop_hangs() {
        fixture.readiness(true, "list-counts", "work");

        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"not ready\",\"database\":\"up\",\"keys\":\"loaded\","
                        + "\"stuckLoops\":[\"list-counts\",\"work\"],\"clockAheadSeconds\":0}");
    }

    @ParameterizedTest
    @CsvSource({"false, true, down, loaded", "true, false, up, not loaded", "false, false, down, not loaded"})
    void it_is_not_ready_without_database_or_keys(boolean database, boolean keys, String up, String loaded) {
        fixture.readiness(database);
        fixture.tokens.ready(keys);

        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"not ready\",\"database\":\"" + up + "\",\"keys\":\"" + loaded
                        + "\",\"stuckLoops\":[],\"clockAheadSeconds\":0}");
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    private HttpResponse<String> get(String path) {
        return fixture.client.send("GET", path, BodyPublishers.noBody());
    }
}
