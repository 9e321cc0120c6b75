package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 7 of the order of checks for a submit: the response names every wrong field. */
final class SubmitTaskFieldsTest {

    private static final String POWER_CODES = "must be one of power_on, force_power_on, power_off, force_power_off,"
            + " restart, force_restart, warm_reset, cold_reset";
    private static final String ALL_CODES = POWER_CODES + ", upgrade, downgrade, rollback, bring_up, ingest";
    private static final String TYPES = "must be one of power_control, firmware_control, bring_up";
    private static final String COMPONENT_TYPES =
            "must have no keys but Compute, NVSwitch, PowerShelf, ToRSwitch, UMS, CDU";
    private static final String NO_TEXT = "must not contain NUL or a lone surrogate";

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        assertThat(fixture.audit()).isEmpty();
        fixture.close();
    }

    static Stream<Arguments> faults() {
        String rack = SubmitBodies.RACK;
        return Stream.of(
                Arguments.of("siteId", "null", "siteId", "must not be blank"),
                Arguments.of("siteId", "\"\"", "siteId", "must not be blank"),
                Arguments.of("siteId", "\" \"", "siteId", "must not be blank"),
                Arguments.of("rackId", "null", "rackId", "must not be blank"),
                Arguments.of("rackId", "\"\"", "rackId", "must not be blank"),
                Arguments.of("rackId", "\"\\t\"", "rackId", "must not be blank"),
                Arguments.of("rackId", "\"rack-7\"", "rackId", "must be a UUID"),
                Arguments.of("rackId", "\"" + rack + " \"", "rackId", "must be a UUID"),
                Arguments.of("rackId", "\"1-2-3-4-5\"", "rackId", "must be a UUID"),
                Arguments.of("ruleId", "\"\"", "ruleId", "must be a UUID"),
                Arguments.of("ruleId", "\"default\"", "ruleId", "must be a UUID"),
                Arguments.of("operation", "null", "operation", "must not be null"),
                Arguments.of("operation", "{\"code\":\"power_on\"}", "operation.type", TYPES),
                Arguments.of("operation", SubmitBodies.operation("", "power_on"), "operation.type", TYPES),
                Arguments.of("operation", SubmitBodies.operation("power", "power_on"), "operation.type", TYPES),
                Arguments.of("operation", SubmitBodies.operation("POWER_CONTROL", "power_on"), "operation.type", TYPES),
                Arguments.of("operation", "{\"type\":\"power_control\"}", "operation.code", POWER_CODES),
                Arguments.of(
                        "operation",
                        SubmitBodies.operation("power_control", "POWER_ON"),
                        "operation.code",
                        POWER_CODES),
                Arguments.of(
                        "operation", SubmitBodies.operation("power_control", "upgrade"), "operation.code", POWER_CODES),
                Arguments.of(
                        "operation",
                        SubmitBodies.operation("firmware_control", "power_on"),
                        "operation.code",
                        "must be one of upgrade, downgrade, rollback"),
                Arguments.of(
                        "operation",
                        SubmitBodies.operation("bring_up", "bring-up"),
                        "operation.code",
                        "must be one of bring_up, ingest"),
                Arguments.of(
                        "description", "\"" + "x".repeat(513) + "\"", "description", "size must be between 0 and 512"),
                Arguments.of("description", "\"\\u0000\"", "description", NO_TEXT),
                Arguments.of("description", "\"a\\ud800b\"", "description", NO_TEXT),
                Arguments.of("conflictStrategy", "\"\"", "conflictStrategy", "must be one of reject, queue"),
                Arguments.of("conflictStrategy", "\"Queue\"", "conflictStrategy", "must be one of reject, queue"));
    }

    static Stream<Arguments> faultyTimeouts() {
        return Stream.of("0", "-1", "86401", "4294967297", "18446744073709551617", "9".repeat(1000))
                .map(json -> Arguments.of(
                        "queueTimeoutSeconds", json, "queueTimeoutSeconds", "must be between 1 and 86400"));
    }

    static Stream<Arguments> faultyComponents() {
        String id = SubmitBodies.quoted(SubmitBodies.RACK);
        return Stream.of(
                components("{\"Unknown\":[" + id + "]}", "", COMPONENT_TYPES),
                components("{\"compute\":[" + id + "]}", "", COMPONENT_TYPES),
                components("{\"\":[]}", "", COMPONENT_TYPES),
                components("{\"Compute\":[]}", ".Compute", "must name at least one component"),
                components("{\"UMS\":null}", ".UMS", "must name at least one component"),
                components("{\"Compute\":[\"tray-4\"]}", ".Compute[0]", "must be a UUID"),
                components("{\"CDU\":[" + id + ",null]}", ".CDU[1]", "must be a UUID"),
                components("{\"CDU\":[" + id + ",\"\"]}", ".CDU[1]", "must be a UUID"),
                components(
                        "{\"CDU\":[" + id + "," + id.toUpperCase(Locale.ROOT) + "]}",
                        ".CDU[1]",
                        "must not be named twice"),
                components(
                        "{\"CDU\":" + SubmitBodies.ids(1, 1001) + "}", "", "must not name more than 1000 components"),
                components(
                        "{\"CDU\":" + SubmitBodies.ids(1, 501) + ",\"UMS\":" + SubmitBodies.ids(1, 500)
                                + ",\"x\":null}",
                        "",
                        "must not name more than 1000 components"));
    }

    private static Arguments components(String json, String path, String fault) {
        return Arguments.of("componentsByType", json, "componentsByType" + path, fault);
    }

    @ParameterizedTest
    @MethodSource({"faults", "faultyTimeouts", "faultyComponents"})
    void an_invalid_field_is_named(String field, String json, String named, String fault) {
        HttpResponse<String> response =
                submit(SubmitBodies.powerOn().with(field, json).json());

        assertFaults(response, named, fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"siteId", "rackId"})
    void a_missing_id_is_named(String field) {
        HttpResponse<String> response =
                submit(SubmitBodies.powerOn().without(field).json());

        assertFaults(response, field, "must not be blank");
    }

    @Test
    void a_missing_operation_is_named() {
        HttpResponse<String> response =
                submit(SubmitBodies.powerOn().without("operation").json());

        assertFaults(response, "operation", "must not be null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\r\n", "null", "{}", "{\"SITEID\":\"x\"}"})
    void an_empty_body_lacks_every_required_field(String body) {
        HttpResponse<String> response = submit(body);

        assertFaults(
                response,
                "operation",
                "must not be null",
                "rackId",
                "must not be blank",
                "siteId",
                "must not be blank");
    }

    @Test
    void all_invalid_fields_are_named_in_alphabetical_order() {
        String body = SubmitBodies.powerOn()
                .without("siteId")
                .with("rackId", "\"\"")
                .with("operation", "{\"type\":\"x\",\"code\":\"y\"}")
                .with("componentsByType", "{\"UMS\":[],\"x\":[],\"Compute\":[\"x\",\"y\"]}")
                .with("description", "\"\\u0000\"")
                .with("ruleId", "\"x\"")
                .with("conflictStrategy", "\"x\"")
                .with("queueTimeoutSeconds", "0")
                .json();

        HttpResponse<String> response = submit(body, "Idempotency-Key", "");

        assertFaults(
                response,
                "Idempotency-Key",
                "size must be between 1 and 255",
                "componentsByType",
                COMPONENT_TYPES,
                "componentsByType.Compute[0]",
                "must be a UUID",
                "componentsByType.Compute[1]",
                "must be a UUID",
                "componentsByType.UMS",
                "must name at least one component",
                "conflictStrategy",
                "must be one of reject, queue",
                "description",
                NO_TEXT,
                "operation.code",
                ALL_CODES,
                "operation.type",
                TYPES,
                "queueTimeoutSeconds",
                "must be between 1 and 86400",
                "rackId",
                "must not be blank",
                "ruleId",
                "must be a UUID",
                "siteId",
                "must not be blank");
    }

    @Test
    void the_site_must_be_a_uuid_after_all_fields_were_checked() {
        HttpResponse<String> response = submit(SubmitBodies.powerOn()
                .with("siteId", "\"x\"")
                .with("rackId", "\"x\"")
                .json());

        assertFaults(response, "rackId", "must be a UUID");
    }

    private HttpResponse<String> submit(String body, String... headers) {
        return fixture.client.post(Paths.SUBMIT, HttpFixture.ADMIN, body, headers);
    }

    /** @param faults fields and messages in turn */
    private static void assertFaults(HttpResponse<String> response, String... faults) {
        String data = IntStream.range(0, faults.length)
                .mapToObj(index -> SubmitBodies.quoted(faults[index]) + (index % 2 == 0 ? ":" : ","))
                .collect(Collectors.joining());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"source\":\"nico\",\"message\":\"Failed to validate submit task request data\",\"data\":{"
                        + data.substring(0, data.length() - 1) + "}}");
    }
}
