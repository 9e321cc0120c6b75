package io.nicotask.adapter.http;

import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The query of a request, decoded as UTF-8. Javalin would decode it in the charset of the body. */
final class QueryParameters {

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Parses the query of the request.
     *
     * @throws ErrorResponseException when the query has a name that is not known, or cannot be decoded
     */
    static QueryParameters of(Context context, Set<String> known) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        String query = context.queryString();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                values.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                        .add(parts.length == 1 ? "" : decode(parts[1]));
            }
        }
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new ErrorResponseException(ErrorResponses.unknownQueryParameter(name));
            }
        }
        return new QueryParameters(values);
    }

    /** Whether the query has the name, with or without a value. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns the values of the name in order. */
    List<String> values(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * Whether the query has the name with a value that means true.
     *
     * @throws ErrorResponseException when the value means neither true nor false
     */
    boolean flag(String name) {
        return has(name)
                && switch (value(name).toLowerCase(Locale.ROOT)) {
                    case "true", "t", "1" -> true;
                    case "false", "f", "0" -> false;
                    default -> throw new ErrorResponseException(ErrorResponses.UNPARSABLE);
                };
    }

    /**
     * Returns the value of the name, or an empty text when the query does not have the name.
     *
     * @throws ErrorResponseException when the name has several values
     */
    String value(String name) {
        List<String> found = values.getOrDefault(name, List.of(""));
        if (found.size() > 1) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE);
        }
        return found.get(0);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ErrorResponseException(ErrorResponses.UNPARSABLE);
        }
    }
}
