package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.UnauthorizedResponse;
import io.nicotask.adapter.http.Mount.Mounted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** What the routes do to a host, and the host to them. {@link CorpusTest} compares their responses on every mount. */
final class TaskRoutesTest {

    private static final String NOT_FOUND = Paths.error("The requested path could not be found");

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        http.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hello", "/Hello/", "//hello"})
    void a_route_of_the_host_stays_as_it_was(String path) {
        try (Mounted host = Mount.JAVALIN.serve(fixture)) {
            HttpResponse<String> response = send(host.port(), "GET", path);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("hello");
            assertThat(response.headers().map())
                    .containsKeys("host-after", "etag")
                    .doesNotContainKeys("x-request-id", "cache-control", "access-control-allow-origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/host", "/host/task", "/host/tasks2", "/host/tasks2/healthz", "/healthz"})
    void a_path_that_is_not_below_the_prefix_is_left_to_the_host(String path) {
        try (Mounted host = Mount.JAVALIN.serve(fixture)) {
            HttpResponse<String> response = send(host.port(), "GET", path);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("not found by the host");
        }
    }

    @Test
    void a_fault_of_the_host_is_mapped_by_the_host() {
        try (Mounted host = Mount.JAVALIN.serve(fixture)) {
            HttpResponse<String> response = send(host.port(), "GET", "/broken");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).isEqualTo("mapped by the host");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//healthz", "/healthz/", "/HEALTHZ", "/nowhere", "/tasks/healthz"})
    void an_unknown_path_below_the_prefix_gets_our_404_whatever_the_method(String path) {
        for (Mount mount : List.of(Mount.JAVALIN, Mount.SERVLET)) {
            try (Mounted host = mount.serve(fixture)) {
                for (String method : List.of("GET", "POST", "DELETE", "OPTIONS", "PROPFIND")) {
                    HttpResponse<String> response = send(host.port(), method, mount.prefix() + path);

                    assertThat(response.statusCode()).as(method + " " + mount).isEqualTo(404);
                    assertThat(response.body()).isEqualTo(NOT_FOUND);
                }
            }
        }
    }

    @Test
    void the_prefix_is_matched_as_it_was_given() {
        try (Mounted host = Mount.JAVALIN.serve(fixture)) {
            assertThat(send(host.port(), "GET", "/HOST/tasks/healthz").body()).isEqualTo(NOT_FOUND);
        }
    }

    @Test
    void earlier_before_handlers_of_the_host_apply_and_later_ones_do_not() {
        BlockingQueue<String> later = new LinkedBlockingQueue<>();
        Mounted host = host(config -> {
            config.routes.before(context -> {
                if (context.header("Refuse") != null) {
                    throw new UnauthorizedResponse("refused by the host");
                }
            });
            routes().addTo(config.routes, "/tasks");
            config.routes.before(context -> later.add(context.path()));
        });
        try (host) {
            HttpResponse<String> served = send(host.port(), "GET", "/tasks/healthz");
            HttpResponse<String> refused = send(host.port(), "GET", "/tasks/healthz", "Refuse", "yes");

            assertThat(served.statusCode()).isEqualTo(200);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEqualTo("refused by the host");
            assertThat(later).isEmpty();
        }
    }

    @Test
    void the_logging_context_of_the_host_is_restored() throws InterruptedException {
        BlockingQueue<String> logged = new LinkedBlockingQueue<>();
        Mounted host = host(config -> {
            config.routes.before(context -> MDC.put("requestId", "of the host"));
            config.requestLogger.http((context, millis) -> logged.add(String.valueOf(MDC.get("requestId"))));
            routes().addTo(config.routes, "/tasks");
        });
        try (host) {
            HttpResponse<String> response = send(host.port(), "GET", "/tasks/healthz", "X-Request-ID", "ours");

            assertThat(response.headers().firstValue("X-Request-ID")).contains("ours");
            assertThat(logged.poll(1, TimeUnit.MINUTES)).isEqualTo("of the host");
        }
    }

    @Test
    void one_instance_serves_several_paths_and_each_location_leads_to_its_task() {
        Mounted host = host(config -> {
            TaskRoutes routes = routes();
            routes.addTo(config.routes, "/a");
            routes.addTo(config.routes, "/b/c");
        });
        try (host) {
            fixture.given(TaskExamples.aPendingTask());
            for (String prefix : List.of("/a", "/b/c")) {
                HttpResponse<String> cancelled = cancel(host.port(), prefix);
                String location = cancelled.headers().firstValue("Location").orElseThrow();

                assertThat(location).startsWith(prefix + "/v2/org/demo-org/nico/task/");
                assertThat(get(host.port(), location).body()).isEqualTo(cancelled.body());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "OWN_SERVER")
    void the_description_names_the_path_below_which_the_routes_are(Mount mount) throws IOException {
        try (Mounted host = mount.serve(fixture)) {
            JsonNode json = new ObjectMapper()
                    .readTree(send(host.port(), "GET", mount.prefix() + "/openapi.json")
                            .body());
            JsonNode yaml = new ObjectMapper(new YAMLFactory())
                    .readTree(send(host.port(), "GET", mount.prefix() + "/openapi.yaml")
                            .body());

            assertThat(json.at("/servers/0/url").asText()).isEqualTo(mount.prefix());
            assertThat(yaml).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks", "/", "/tasks/", "/{id}", "/tasks/*", "/a b", "//tasks", "/t%61sks"})
    void a_prefix_that_is_no_plain_path_is_refused(String prefix) {
        TaskRoutes routes = routes();

        Javalin.create(config -> assertThatThrownBy(() -> routes.addTo(config.routes, prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(prefix));
    }

    @Test
    void routes_that_were_given_only_use_cases_and_callers_have_defaults() {
        TaskRoutes routes = TaskRoutes.builder(fixture.useCases())
                .bearerTokens(fixture.tokens)
                .build();
        try (Mounted host = host(config -> routes.addTo(config.routes, "/tasks"))) {
            HttpResponse<String> metadata = get(host.port(), "/tasks/v2/org/demo-org/nico/metadata");
            HttpResponse<String> ready = send(host.port(), "GET", "/tasks/readyz");

            assertThat(metadata.body()).isEqualTo("{\"version\":\"unknown\",\"buildTime\":\"1970-01-01T00:00:00Z\"}");
            assertThat(metadata.headers().firstValue("X-Request-ID").map(UUID::fromString))
                    .isPresent();
            assertThat(ready.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void routes_without_callers_are_refused() {
        TaskRoutes.Builder builder = TaskRoutes.builder(fixture.useCases());

        assertThatThrownBy(builder::build)
                .isInstanceOf(NullPointerException.class)
                .hasMessage("The builder of TaskRoutes needs callers(…) or bearerTokens(…)");
    }

    private TaskRoutes routes() {
        return fixture.routes().build();
    }

    private static Mounted host(Consumer<JavalinConfig> configuration) {
        Javalin host = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    configuration.accept(config);
                })
                .start("127.0.0.1", 0);
        return new Mounted(host.port(), host::stop);
    }

    private HttpResponse<String> cancel(int port, String prefix) {
        return send(HttpRequest.newBuilder(uri(port, prefix + Paths.CANCEL))
                .POST(BodyPublishers.ofString(Paths.body(HttpFixture.SITE)))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + HttpFixture.ADMIN));
    }

    private HttpResponse<String> get(int port, String location) {
        return send(HttpRequest.newBuilder(uri(port, location)).header("Authorization", "Bearer " + HttpFixture.ADMIN));
    }

    private HttpResponse<String> send(int port, String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(port, path)).method(method, BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
