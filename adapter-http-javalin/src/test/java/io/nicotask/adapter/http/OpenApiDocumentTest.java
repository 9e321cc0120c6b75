package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.router.InternalRouter;
import io.nicotask.adapter.http.OpenApiModel.Operation;
import io.nicotask.domain.stop.Stop;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI description itself, and a call of each of its operations with its examples. */
final class OpenApiDocumentTest {

    private static HttpFixture fixture;
    private static OpenApiModel description;

    @BeforeAll
    static void start() {
        fixture = HttpFixture.running();
        fixture.given(TaskExamples.aRunningTaskWithReport());
        description = new OpenApiModel(get("/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void it_has_the_operations_of_the_contract() {
        assertThat(operations())
                .extracting(Operation::id, Operation::method, Operation::path)
                .map(tuple -> String.join(" ", tuple.toList().toArray(String[]::new)))
                .containsExactlyInAnyOrder(
                        "cancel-task post /v2/org/{org}/nico/task/{id}/cancel",
                        "cancel-rack-task post /v2/org/{org}/nico/rack/task/{id}/cancel",
                        "get-task get /v2/org/{org}/nico/task/{id}",
                        "get-rack-task get /v2/org/{org}/nico/rack/task/{id}",
                        "get-all-tasks get /v2/org/{org}/nico/task",
                        "get-rack-tasks get /v2/org/{org}/nico/rack/{id}/task",
                        "get-tray-tasks get /v2/org/{org}/nico/tray/{id}/task",
                        "get-task-history get /v2/org/{org}/nico/task/{id}/history",
                        "resolve-task-stop post /v2/org/{org}/nico/task/{id}/stop/resolve",
                        "get-open-stops get /v2/org/{org}/nico/stop",
                        "submit-task post /v2/org/{org}/nico/task",
                        "get-all-sites get /v2/org/{org}/nico/site",
                        "get-site get /v2/org/{org}/nico/site/{id}",
                        "get-user get /v2/org/{org}/nico/user/current",
                        "get-metadata get /v2/org/{org}/nico/metadata",
                        "get-liveness get /healthz",
                        "get-readiness get /readyz",
                        "get-description-yaml get /openapi.yaml",
                        "get-description-json get /openapi.json",
                        "get-docs get /docs");
    }

    @Test
    void every_route_is_described() {
        InternalRouter router = fixture.routes().build().router();

        assertThat(router.allHttpHandlers())
                .extracting(route -> route.endpoint.method.name() + " " + route.endpoint.path)
                .filteredOn(route -> !route.startsWith("HEAD ") && !route.startsWith("BEFORE "))
                .containsExactlyInAnyOrderElementsOf(operations().stream()
                        .map(operation -> operation.method().toUpperCase(Locale.ROOT) + " " + operation.path())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("operationsWithToken")
    void each_operation_with_a_token_describes_the_common_responses(Operation operation) {
        JsonNode responses = operation.described().get("responses");

        assertThat(responses.fieldNames())
                .toIterable()
                .contains("400", "401", "403")
                .containsAll(OpenApiModel.COMMON_RESPONSES.keySet());
        assertThat(responses.has("413")).isEqualTo(operation.described().has("requestBody"));
        assertThat(responses.at("/401/$ref").asText()).isEqualTo("#/components/responses/Unauthenticated");
        OpenApiModel.COMMON_RESPONSES.forEach((status, name) -> assertThat(
                        responses.at("/" + status + "/$ref").asText())
                .as("the response %s of %s", status, operation)
                .isEqualTo("#/components/responses/" + name));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void each_operation_accepts_its_examples(Operation operation) {
        HttpResponse<String> response = call(operation);

        assertThat(response.statusCode()).isBetween(200, 202);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void each_operation_with_a_token_needs_one(Operation operation) {
        HttpResponse<String> response = fixture.client.send(
                operation.method().toUpperCase(Locale.ROOT), OpenApiModel.pathOf(operation), BodyPublishers.noBody());

        assertThat(response.statusCode() == 401).isEqualTo(operation.needsToken());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void each_example_matches_its_schema(Example example) {
        assertThat(description.violations(example.schema(), example.value())).isEmpty();
    }

    @Test
    void the_older_mounts_are_described_as_deprecated() {
        assertThat(operations().stream().filter(operation -> operation.path().contains("/rack/task/")))
                .hasSize(2)
                .allMatch(operation -> operation.described().get("deprecated").asBoolean())
                .allMatch(operation ->
                        operation.described().get("description").asText().startsWith("Kept for compatibility"));
    }

    @Test
    void it_lists_the_differences_from_the_published_description() {
        String text = description.root().get("info").get("description").asText();

        assertThat(text.substring(text.indexOf("## Where this differs")))
                .contains("404", "401", "405", "412", "413", "503", "`started`", "`Waiting`", "`PROVIDER_ADMIN`");
    }

    @Test
    void yaml_and_json_are_equal() {
        HttpResponse<String> yaml = get("/openapi.yaml");

        JsonNode read = OpenApiModel.readYaml(yaml.body());
        assertThat(read).isEqualTo(OpenApiModel.read(get("/openapi.json").body()));
        assertThat(read.get("openapi").asText()).startsWith("3.1.");
        assertThat(read.get("info").get("version").asText()).isEqualTo("1.2.3");
        assertThat(yaml.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/yaml"));
    }

    @Test
    void the_description_uses_the_configured_api_name() {
        try (HttpFixture renamed = HttpFixture.named("carbide")) {
            renamed.given(TaskExamples.aPendingTask());
            String found = Paths.GET.replace("/nico/", "/carbide/");

            String described =
                    renamed.client.get("/openapi.json", HttpFixture.ADMIN).body();

            assertThat(described).contains("/v2/org/{org}/carbide/task/{id}").doesNotContain("/nico/", "\"nico\"");
            assertThat(renamed.client.get(found, HttpFixture.ADMIN).statusCode())
                    .isEqualTo(200);
            assertThat(renamed.client.get(found, HttpFixture.STRANGER).statusCode())
                    .isEqualTo(403);
        }
    }

    static List<Operation> operations() {
        return description.operations();
    }

    static Stream<Operation> operationsWithToken() {
        return operations().stream().filter(Operation::needsToken);
    }

    static Stream<Example> examples() {
        List<Example> found = new ArrayList<>();
        collectExamples("", description.root(), found);
        assertThat(found).hasSizeGreaterThan(50);
        return found.stream();
    }

    private static void collectExamples(String place, JsonNode node, List<Example> found) {
        if (node.has("schema")) {
            node.path("examples")
                    .properties()
                    .forEach(example -> found.add(new Example(
                            place + "/" + example.getKey(),
                            node.get("schema"),
                            description.resolve(example.getValue()).get("value"))));
            example(node)
                    .or(() -> example(node.get("schema")))
                    .ifPresent(value -> found.add(new Example(place, node.get("schema"), value)));
        }
        node.properties().forEach(child -> collectExamples(place + "/" + child.getKey(), child.getValue(), found));
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            collectExamples(place + "/" + index, node.get(index), found);
        }
    }

    private static Optional<JsonNode> example(JsonNode node) {
        return node.optional("example");
    }

    /** Advances the clock first, so that the stop of a task cancelled before needs attention and can be resolved. */
    private static HttpResponse<String> call(Operation operation) {
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
        return description.call(operation, fixture.client);
    }

    private static HttpResponse<String> get(String path) {
        return fixture.client.get(path, HttpFixture.ADMIN);
    }

    /**
     * An example.
     *
     * @param place the path of the example in the description
     * @param schema the schema of the example
     * @param value the example
     */
    record Example(String place, JsonNode schema, JsonNode value) {

        @Override
        public String toString() {
            return place;
        }
    }
}
