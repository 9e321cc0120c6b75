package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks responses against the server's own OpenAPI description. A path, status, header or field that is not described
 * is an error, and so is a missing one that is required.
 */
public final class OpenApiResponseCheck {

    /** Headers of HTTP itself. The content type is checked with the body. */
    private static final Set<String> HTTP_HEADERS =
            Set.of("connection", "content-length", "content-type", "date", "transfer-encoding");

    /** Cached, because nearly all servers of the tests have the same description. */
    private static final Map<String, OpenApiResponseCheck> CHECKS = new ConcurrentHashMap<>();

    private final OpenApiModel description;

    private OpenApiResponseCheck(String openApi) {
        this.description = new OpenApiModel(openApi);
    }

    /** Returns a check against a description in JSON. */
    public static OpenApiResponseCheck by(String openApi) {
        return CHECKS.computeIfAbsent(openApi, OpenApiResponseCheck::new);
    }

    /**
     * Checks a response whose body has been decompressed.
     *
     * @throws AssertionError when the response does not match the description
     */
    public void check(HttpResponse<String> response) {
        String method = response.request().method();
        String path = response.request().uri().getRawPath();
        String what = "%s %s answered %d".formatted(method, path, response.statusCode());
        JsonNode described = description.resolve(description
                .path(path)
                .map(item -> responseOf(item, method, response.statusCode(), what))
                .orElseGet(() -> sharedResponse("NoSuchPath", response.statusCode(), 404, what)));
        checkHeaders(described.path("headers"), response, what);
        checkBody(described.path("content"), response, method.equals("HEAD"), what);
    }

    private JsonNode responseOf(JsonNode item, String method, int status, String what) {
        String described = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        boolean isUpperCase = method.equals(method.toUpperCase(Locale.ROOT));
        if (isUpperCase && item.has(described)) {
            JsonNode responses = item.get(described).get("responses");
            assertThat(responses.has(Integer.toString(status)))
                    .as(what + ", a status that is not described")
                    .isTrue();
            return responses.get(Integer.toString(status));
        }
        return method.equals("OPTIONS")
                ? sharedResponse("Options", status, 204, what)
                : sharedResponse("MethodNotAllowed", status, 405, what);
    }

    private JsonNode sharedResponse(String name, int status, int expected, String what) {
        assertThat(status).as(what + ", which no operation takes").isEqualTo(expected);
        return description.response(name);
    }

    private void checkHeaders(JsonNode described, HttpResponse<String> response, String what) {
        Map<String, JsonNode> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        described.properties().forEach(header -> known.put(header.getKey(), description.resolve(header.getValue())));
        response.headers().map().forEach((name, values) -> {
            if (!HTTP_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                assertThat(known)
                        .as(what + ", with a header that is not described")
                        .containsKey(name);
                assertThat(values).as(what + ", with the header " + name).hasSize(1);
                assertFits(known.get(name).get("schema"), new TextNode(values.getFirst()), what + ", " + name);
            }
        });
        known.forEach((name, header) -> assertThat(response.headers().firstValue(name))
                .as(what + ", with the header " + name)
                .matches(value -> value.isPresent() || !header.path("required").asBoolean()));
    }

    private void checkBody(JsonNode content, HttpResponse<String> response, boolean head, String what) {
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (content.isMissingNode()) {
            assertThat(type).as(what + ", with a type of no body").isEmpty();
        } else {
            assertThat(content.has(type)).as("%s, as %s", what, type).isTrue();
        }
        if (head || content.isMissingNode()) {
            assertThat(response.body()).as(what).isEmpty();
            return;
        }
        assertFits(content.get(type).get("schema"), read(type, response.body()), what + ", " + response.body());
    }

    private static JsonNode read(String type, String body) {
        return switch (type) {
            case "application/json" -> OpenApiModel.read(body);
            case "application/yaml" -> OpenApiModel.readYaml(body);
            default -> new TextNode(body);
        };
    }

    private void assertFits(JsonNode schema, JsonNode value, String what) {
        assertThat(description.violations(schema, value)).as(what).isEmpty();
    }
}
