package io.nicotask.adapter.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Builds bodies of submits field by field, with JSON values. */
final class SubmitBodies {

    static final String RACK = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    /** The id of the first task that a server creates. */
    static final String FIRST_ID = "00000000-0000-0000-0000-000000000001";

    private static final SubmitBodies POWER_ON = new SubmitBodies(Map.of())
            .with("siteId", quoted(HttpFixture.SITE))
            .with("rackId", quoted(RACK))
            .with("operation", operation("power_control", "power_on"));

    private final Map<String, String> fields;

    private SubmitBodies(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Returns a body with the required fields only. */
    static SubmitBodies powerOn() {
        return POWER_ON;
    }

    SubmitBodies with(String field, String json) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(field, json);
        return new SubmitBodies(more);
    }

    SubmitBodies without(String field) {
        Map<String, String> fewer = new LinkedHashMap<>(fields);
        fewer.remove(field);
        return new SubmitBodies(fewer);
    }

    /** Returns this body with the conflict strategy {@code queue}. */
    SubmitBodies queued() {
        return with("conflictStrategy", "\"queue\"");
    }

    String json() {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    static String operation(String type, String code) {
        return "{\"type\":" + quoted(type) + ",\"code\":" + quoted(code) + "}";
    }

    /** Returns that many different ids of components, starting with the number. */
    static String ids(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> quoted(new UUID(6, number)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    static String quoted(Object text) {
        return "\"" + text + "\"";
    }
}
