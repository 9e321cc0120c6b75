package com.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class RackServiceTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    void a_withdrawal_cancels_the_task_and_is_recorded() throws Exception {
        UUID task = powerOn();

        HttpResponse<String> withdrawn = post("/tasks/" + task + "/withdrawal?reason=wrong-rack");

        assertThat(withdrawn.statusCode()).as(withdrawn.body()).isEqualTo(200);
        assertThat(withdrawn.body()).contains("\"status\":\"Terminated\"");
        assertThat(get("/tasks/" + task).body()).contains("\"status\":\"Terminated\"");
        assertThat(reasonsOf(task)).isEqualTo(1);
    }

    @Test
    void a_withdrawal_that_cannot_be_recorded_cancels_nothing() throws Exception {
        UUID task = powerOn();

        assertThat(post("/tasks/" + task + "/withdrawal?reason=longer-than-the-column-allows").statusCode())
                .isEqualTo(500);

        assertThat(get("/tasks/" + task).body()).contains("\"status\":\"Pending\"");
        assertThat(reasonsOf(task)).isZero();
    }

    @Test
    void the_migrations_of_the_service_are_apart_from_ours() {
        assertThat(jdbc.queryForList("select tablename from pg_tables where schemaname = 'public'", String.class))
                .containsExactlyInAnyOrder("flyway_schema_history", "withdrawal");
    }

    private UUID powerOn() throws Exception {
        HttpResponse<String> submitted = post("/racks/" + UUID.randomUUID() + "/power-on");
        assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(200);
        return UUID.fromString(submitted.body().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"));
    }

    private int reasonsOf(UUID task) {
        return jdbc.queryForObject("select count(*) from withdrawal where task = ?", Integer.class, task);
    }

    private HttpResponse<String> post(String path) throws Exception {
        return client.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** The database and the Temporal of the service, as long as it runs. */
    @TestConfiguration
    static class LocalServices {

        @Bean
        EmbeddedPostgres postgres() throws IOException {
            return EmbeddedPostgres.start();
        }

        @Bean
        DynamicPropertyRegistrar addresses(EmbeddedPostgres postgres, Integer temporalPort) {
            return properties -> {
                properties.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
                properties.add("temporal.target", () -> "127.0.0.1:" + temporalPort);
            };
        }

        @Bean
        PortBoundTestServer temporalServer(Integer temporalPort) {
            return TestServer.createPortBoundServer(temporalPort, true);
        }

        @Bean
        Integer temporalPort() throws IOException {
            try (ServerSocket free = new ServerSocket(0)) {
                return free.getLocalPort();
            }
        }
    }
}
