package io.nicotask.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A parsed OpenAPI description. Objects with listed properties may have no others. */
final class OpenApiModel {

    /** The responses that do not depend on the operation: the names of their components, by status. */
    static final Map<String, String> COMMON_RESPONSES = Map.of(
            "414", "UriTooLong",
            "417", "ExpectationFailed",
            "431", "HeadersTooLarge",
            "500", "Bug",
            "503", "Unavailable");

    /** Paths that would match an operation with a task id, but are reserved. */
    private static final Pattern RESERVED = Pattern.compile(".*/task/(rule|run)(/.*)?");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final JsonNode root;
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    OpenApiModel(String json) {
        this.root = read(json);
        forbidOtherProperties(root);
    }

    static JsonNode read(String json) {
        return read(JSON, json);
    }

    static JsonNode readYaml(String yaml) {
        return read(YAML, yaml);
    }

    private static JsonNode read(ObjectMapper mapper, String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Cannot be read: " + text, e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** Returns all operations. */
    List<Operation> operations() {
        List<Operation> found = new ArrayList<>();
        root.get("paths")
                .properties()
                .forEach(path -> List.of("get", "post").stream()
                        .filter(path.getValue()::has)
                        .forEach(method -> found.add(new Operation(
                                method,
                                path.getKey(),
                                path.getValue().get(method),
                                parametersOf(path.getValue(), method)))));
        return found;
    }

    /** Sends the request that the examples of the operation describe. */
    HttpResponse<String> call(Operation operation, ApiClient client) {
        String path = pathOf(operation);
        return operation.method().equals("get")
                ? client.get(path, HttpFixture.ADMIN)
                : client.post(path, HttpFixture.ADMIN, bodyOf(operation));
    }

    private String bodyOf(Operation operation) {
        JsonNode first = operation
                .described()
                .at("/requestBody/content/application~1json/examples")
                .iterator()
                .next();
        return resolve(first).get("value").toString();
    }

    /** Fills in the examples of the required parameters. */
    static String pathOf(Operation operation) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.get("name").asText();
            String value = URLEncoder.encode(parameter.path("example").asText(), StandardCharsets.UTF_8);
            if (parameter.get("in").asText().equals("path")) {
                path = path.replace("{" + name + "}", value);
            } else if (parameter.path("required").asBoolean()) {
                query.add(name + "=" + value);
            }
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /** Returns the path item that matches; of two, the one with fewer parameters. */
    Optional<JsonNode> path(String rawPath) {
        return root.get("paths").properties().stream()
                .filter(path -> !RESERVED.matcher(rawPath).matches())
                .filter(path -> Pattern.matches(path.getKey().replaceAll("\\{\\w+}", "[^/]+"), rawPath))
                .min(Comparator.comparingLong(
                        path -> path.getKey().chars().filter(c -> c == '{').count()))
                .map(Map.Entry::getValue);
    }

    /** Returns the shared response with that name. */
    JsonNode response(String name) {
        return root.get("components").get("responses").get(name);
    }

    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(root.at(node.get("$ref").asText().substring(1))) : node;
    }

    /** Returns the violations of the schema by the value. */
    List<String> violations(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", root.get("components"));
        return SCHEMAS.getSchema(whole);
    }

    private List<JsonNode> parametersOf(JsonNode path, String method) {
        List<JsonNode> all = new ArrayList<>();
        path.path("parameters").forEach(parameter -> all.add(resolve(parameter)));
        path.get(method).path("parameters").forEach(parameter -> all.add(resolve(parameter)));
        return all;
    }

    private static void forbidOtherProperties(JsonNode node) {
        if (node instanceof ObjectNode schema
                && schema.has("type")
                && schema.has("properties")
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        node.forEach(OpenApiModel::forbidOtherProperties);
    }

    /**
     * An operation.
     *
     * @param method in lower case
     * @param path the path, with parameters in braces
     * @param described the operation object of the description
     * @param parameters the parameters of the path and of the operation
     */
    record Operation(String method, String path, JsonNode described, List<JsonNode> parameters) {

        String id() {
            return described.get("operationId").asText();
        }

        boolean needsToken() {
            return !described.has("security");
        }

        @Override
        public String toString() {
            return id();
        }
    }
}
