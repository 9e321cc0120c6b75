package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.adapter.http.OpenApiModel.Operation;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The description contains everything that NICo has published about its Task operations: ids, paths, parameters and
 * schemas. It may add to them, but nothing that a client must send.
 */
final class PublishedOpenApiTest {

    /** Published, but never sent, because this server waits for no other server. */
    private static final Set<String> NEVER_ANSWERED = Set.of("504");

    private static HttpFixture fixture;
    private static OpenApiModel description;

    @BeforeAll
    static void start() {
        fixture = HttpFixture.running();
        description = new OpenApiModel(
                fixture.client.get("/openapi.json", HttpFixture.ADMIN).body());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cancel-task      | post | /v2/org/{org}/nico/task/{id}/cancel | Task     | 202 400 403 404 412 504
            get-task         | get  | /v2/org/{org}/nico/task/{id}        | Task     | 200 400 403 404 504
            get-all-tasks    | get  | /v2/org/{org}/nico/task             | Task     | 200 400 403 412 500 504
            get-rack-tasks   | get  | /v2/org/{org}/nico/rack/{id}/task   | Rack     | 200 400 403 504
            get-tray-tasks   | get  | /v2/org/{org}/nico/tray/{id}/task   | Tray     | 200 400 403 504
            get-user         | get  | /v2/org/{org}/nico/user/current     | User     | 200
            get-metadata     | get  | /v2/org/{org}/nico/metadata         | Metadata | 200
            """)
    void each_published_operation_is_described(String id, String method, String path, String tag, String statuses) {
        Operation operation = operation(id);

        assertThat(operation.method()).isEqualTo(method);
        assertThat(operation.path()).isEqualTo(path);
        assertThat(texts(operation.described().get("tags"))).containsExactly(tag);
        assertThat(Stream.of(statuses.split(" ")).filter(status -> !NEVER_ANSWERED.contains(status)))
                .allMatch(status -> operation.described().get("responses").has(status), "is described");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            cancel-task    | org           | path  | string  | true  | -     | -
            cancel-task    | id            | path  | string  | true  | -     | -
            get-task       | siteId        | query | string  | true  | -     | -
            get-all-tasks  | siteId        | query | string  | true  | -     | -
            get-all-tasks  | activeOnly    | query | boolean | false | false | -
            get-all-tasks  | includeReport | query | boolean | false | false | -
            get-all-tasks  | pageNumber    | query | integer | false | 1     | -
            get-all-tasks  | pageSize      | query | integer | false | 20    | 100
            get-rack-tasks | id            | path  | string  | true  | -     | -
            get-rack-tasks | activeOnly    | query | boolean | false | false | -
            get-rack-tasks | includeReport | query | boolean | false | false | -
            get-rack-tasks | pageNumber    | query | integer | false | 1     | -
            get-rack-tasks | pageSize      | query | integer | false | -     | 100
            get-tray-tasks | siteId        | query | string  | true  | -     | -
            get-tray-tasks | activeOnly    | query | boolean | false | false | -
            get-tray-tasks | pageNumber    | query | integer | false | 1     | -
            """)
    void each_published_parameter_is_described(
            String id, String name, String in, String type, boolean required, String byDefault, String maximum) {
        JsonNode parameter = operation(id).parameters().stream()
                .filter(known -> known.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(parameter.get("in").asText()).isEqualTo(in);
        assertThat(parameter.path("required").asBoolean()).isEqualTo(required);
        assertThat(parameter.at("/schema/type").asText()).isEqualTo(type);
        assertThat(byDefault == null || parameter.at("/schema/default").asText().equals(byDefault))
                .isTrue();
        assertThat(maximum == null || parameter.at("/schema/maximum").asText().equals(maximum))
                .isTrue();
    }

    @Test
    void nothing_that_we_add_is_required() {
        Set<String> published = Set.of("org", "id", "siteId");

        assertThat(description.operations())
                .flatExtracting(Operation::parameters)
                .filteredOn(parameter -> parameter.path("required").asBoolean())
                .extracting(parameter -> parameter.get("name").asText())
                .isSubsetOf(published);
        assertThat(texts(schema("CancelTaskRequest").get("required"))).containsExactly("siteId");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Task              | id              | string
            Task              | description     | string
            Task              | message         | string
            Task              | ruleId          | string null
            Task              | started         | string null
            Task              | finished        | string null
            Task              | created         | string
            Task              | updated         | string
            Task              | status          | string
            Task              | report          | object
            TaskReportV1      | version         | integer
            TaskReportV1      | stages          | array
            TaskReportV1      | error           | string
            CancelTaskRequest | siteId          | string
            User              | id              | string
            User              | firstName       | string
            User              | lastName        | string
            User              | email           | string
            Metadata          | version         | string
            Metadata          | buildTime       | string
            NICoAPIError      | message         | string
            NICoAPIError      | data            | object null
            """)
    void each_published_field_is_described(String schema, String field, String types) {
        JsonNode type =
                description.resolve(schema(schema).get("properties").get(field)).get("type");

        assertThat(type.isArray() ? String.join(" ", texts(type)) : type.asText())
                .isEqualTo(types);
    }

    @Test
    void each_published_status_of_a_task_is_described() {
        assertThat(texts(schema("TaskStatus").get("enum")))
                .containsExactlyInAnyOrder(
                        "Unknown", "Waiting", "Pending", "Running", "Succeeded", "Failed", "Terminated");
    }

    @Test
    void lists_describe_the_published_pagination_header() {
        for (String id : List.of("get-all-tasks", "get-rack-tasks", "get-tray-tasks")) {
            JsonNode listed = description.resolve(
                    operation(id).described().get("responses").get("200"));

            assertThat(listed.get("headers").has("X-Pagination")).isTrue();
            assertThat(listed.at("/content/application~1json/schema/items/$ref").asText())
                    .endsWith("/Task");
        }
    }

    private static Operation operation(String id) {
        return description.operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode schema(String name) {
        return description.root().get("components").get("schemas").get(name);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
