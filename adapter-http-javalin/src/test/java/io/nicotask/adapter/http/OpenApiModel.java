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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** An OpenAPI description that can be asked. Objects that it lists the properties of have no others. */
final class OpenApiModel {

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
        close(root);
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

    /** Every operation that is described. */
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

    /** The path that takes it, the more concrete one when there are two. */
    Optional<JsonNode> path(String rawPath) {
        return root.get("paths").properties().stream()
                .filter(path -> Pattern.matches(path.getKey().replaceAll("\\{\\w+}", "[^/]+"), rawPath))
                .min(Comparator.comparingLong(
                        path -> path.getKey().chars().filter(c -> c == '{').count()))
                .map(Map.Entry::getValue);
    }

    /** A response that belongs to no operation. */
    JsonNode response(String name) {
        return root.get("components").get("responses").get(name);
    }

    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(root.at(node.get("$ref").asText().substring(1))) : node;
    }

    /** What is wrong with the value by the schema. */
    List<String> faults(JsonNode schema, JsonNode value) {
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

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema
                && schema.has("type")
                && schema.has("properties")
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        node.forEach(OpenApiModel::close);
    }

    /**
     * An operation.
     *
     * @param method in lower case
     * @param path with names in braces
     * @param described what is said of it
     * @param parameters those of the path and its own
     */
    record Operation(String method, String path, JsonNode described, List<JsonNode> parameters) {

        String id() {
            return described.get("operationId").asText();
        }

        @Override
        public String toString() {
            return id();
        }
    }
}
