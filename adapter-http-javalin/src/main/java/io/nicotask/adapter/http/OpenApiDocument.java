package io.nicotask.adapter.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.nicotask.adapter.http.ApiResponse.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The OpenAPI 3.1 description of the server, in YAML as written and converted to JSON. */
final class OpenApiDocument {

    private static final Map<String, String> HEADERS = Map.of(HeaderNames.VARY, HeaderNames.ACCEPT_ENCODING);

    private static final String SECURITY = """
            security:
              - bearer: []
            """;
    private static final String SECURITY_SCHEMES = """
              securitySchemes:
                bearer:
                  type: http
                  scheme: bearer
                  bearerFormat: JWT
            """;
    private static final String CHALLENGE = """
                    WWW-Authenticate: {$ref: '#/components/headers/WWW-Authenticate'}
            """;

    private final String yaml;
    private volatile @Nullable String json;

    /** Inserts the version and the name of the API into the description, and removes what only bearer tokens need. */
    OpenApiDocument(RouteSettings settings) {
        String name = settings.api().name();
        String text = Resources.text("openapi.yaml");
        this.yaml = (settings.callers().usesTokens() ? text : withoutTokens(text))
                .replace("@version@", settings.build().version())
                .replace("/v2/org/{org}/nico/", "/v2/org/{org}/" + name + "/")
                .replace("/v2/org/demo-org/nico/", "/v2/org/demo-org/" + name + "/")
                .replace("source: nico", "source: " + name)
                .replace("const: nico", "const: " + name);
    }

    private static String withoutTokens(String text) {
        return text.replace(SECURITY, "")
                .replace(SECURITY_SCHEMES, "")
                .replace(CHALLENGE, "")
                .replace("The token is missing or wrong.", "The host knows no caller of the request.");
    }

    /** @param mount the path that precedes those of the routes, or an empty text */
    Document yaml(String mount) {
        return new Document("application/yaml", mounted(yaml, "servers:\n  - url: /", mount), HEADERS);
    }

    /** @param mount the path that precedes those of the routes, or an empty text */
    Document json(String mount) {
        String converted = json;
        if (converted == null) {
            // On first use, so that it does not delay the start; two threads may both convert, which is harmless.
            converted = convert();
            json = converted;
        }
        return new Document(JsonCodec.CONTENT_TYPE, mounted(converted, "\"servers\":[{\"url\":\"/", mount), HEADERS);
    }

    /** Replaces the server's URL, a slash at the end of the given text, by the mount. */
    private static String mounted(String description, String url, String mount) {
        return mount.isEmpty() ? description : description.replace(url, url + mount.substring(1));
    }

    private String convert() {
        try {
            return new ObjectMapper().writeValueAsString(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("The description is not YAML", e);
        }
    }
}
