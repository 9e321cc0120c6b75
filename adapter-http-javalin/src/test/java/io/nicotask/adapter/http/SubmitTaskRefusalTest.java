package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.SiteId;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of checks of a submit, without those of its fields. A refused submit creates no task. */
final class SubmitTaskRefusalTest {

    private static final String NO_JSON = "no JSON";
    private static final String RULE_FAULT = """
            {"source":"nico","message":"Failed to validate submit task request data",\
            "data":{"ruleId":"must be the id of a rule for the operation"}}""";

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        assertThat(fixture.audit()).extracting(AuditEntry::outcome).doesNotContain(new Outcome.Granted());
        fixture.close();
    }

    @Test
    void row_1_a_caller_without_a_valid_token_is_refused() {
        HttpResponse<String> response = fixture.client.post(Paths.SUBMIT, "unknown", NO_JSON);

        assertResponse(response, 401, "Error parsing the token claims");
    }

    @Test
    void row_2_a_caller_of_another_org_is_denied() {
        HttpResponse<String> response = fixture.client.post(Paths.SUBMIT, HttpFixture.STRANGER, NO_JSON);

        assertResponse(response, 403, "Failed to validate membership for org: demo-org");
        assertAudited(DenialReason.NOT_A_MEMBER);
    }

    @Test
    void row_3_a_member_without_the_role_is_denied() {
        HttpResponse<String> response = fixture.client.post(Paths.SUBMIT, HttpFixture.MEMBER, NO_JSON);

        assertResponse(response, 403, "User does not have Provider Admin role with org");
        assertAudited(DenialReason.NO_PROVIDER_ADMIN_ROLE);
    }

    @Test
    void row_4_an_org_without_a_provider_is_refused() {
        HttpResponse<String> response =
                fixture.client.post(Paths.submit(HttpFixture.ORG_WITHOUT_PROVIDER), HttpFixture.ADMIN, NO_JSON);

        assertResponse(response, 400, "Failed to retrieve Infrastructure Provider for org");
        assertAudited(DenialReason.NO_PROVIDER);
    }

    @ParameterizedTest
    @CsvSource({
        "token.of.stranger, HTTP/1.1 403, Failed to validate membership for org: demo-org",
        "token.of.member, HTTP/1.1 403, User does not have Provider Admin role with org",
        "token.of.admin, HTTP/1.1 413, Request Entity Too Large"
    })
    void the_caller_is_authorized_before_the_length_is_checked(String token, String status, String message) {
        String response = fixture.client.raw("POST " + Paths.SUBMIT + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Type: text/plain\r\nContent-Length: 1048577\r\n\r\n");

        assertThat(response).startsWith(status + ' ').endsWith(Paths.error(message));
    }

    static Stream<String> unparsableBodies() {
        SubmitBodies good = SubmitBodies.powerOn();
        return Stream.of(
                        Stream.of(NO_JSON, "[]", "{", good.json() + "{}", "\"text\""),
                        Stream.of(good.json().replace("}}", "},\"siteId\":null}")),
                        Stream.of("1", "true", "[]", "{}")
                                .flatMap(json -> Stream.of(
                                                "siteId", "rackId", "description", "ruleId", "conflictStrategy")
                                        .map(field -> good.with(field, json).json())),
                        Stream.of("1", "true", "[]", "\"\"", "\"power_on\"", "{\"type\":1}", "{\"code\":{}}")
                                .map(json -> good.with("operation", json).json()),
                        Stream.of("1", "true", "[]", "\"\"", "{\"CDU\":\"\"}", "{\"CDU\":{}}", "{\"CDU\":1}")
                                .map(json -> good.with("componentsByType", json).json()),
                        Stream.of(
                                        "{\"CDU\":[1]}",
                                        "{\"CDU\":[[]]}",
                                        "{\"CDU\":[{}]}",
                                        "{\"CDU\":[],\"CDU\":[]}",
                                        "{\"\\ud800\":[]}")
                                .map(json -> good.with("componentsByType", json).json()),
                        Stream.of("60.0", "60.5", "6e1", "\"60\"", "\"\"", "true", "[]", "[60]", "{}", "060", "+60")
                                .map(json ->
                                        good.with("queueTimeoutSeconds", json).json()),
                        Stream.of("9".repeat(1001), "NaN", "\"NaN\"", "0x10")
                                .map(json ->
                                        good.with("queueTimeoutSeconds", json).json()))
                .flatMap(bodies -> bodies);
    }

    @ParameterizedTest
    @MethodSource("unparsableBodies")
    void row_6_a_body_that_is_not_one_json_object_of_the_right_types_is_refused(String body) {
        HttpResponse<String> response = submit(body, "Idempotency-Key", "");

        assertResponse(response, 400, "Failed to parse request data");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void row_6_a_content_type_that_is_not_json_is_refused() {
        HttpResponse<String> response = submit(SubmitBodies.powerOn().json(), "Content-Type", "text/plain");

        assertResponse(response, 400, "Failed to parse request data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-uuid", "1-2-3-4-5", " 660e8400-e29b-41d4-a716-446655440000", "\\ud800"})
    void row_8_a_site_that_is_not_a_uuid_is_refused(String site) {
        HttpResponse<String> response = submit(
                SubmitBodies.powerOn().with("siteId", SubmitBodies.quoted(site)).json());

        assertResponse(response, 400, "Failed to validate Site specified in request: invalid ID");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void row_9_an_unknown_site_is_refused() {
        HttpResponse<String> response = submit(at(HttpFixture.UNKNOWN_SITE).json());

        assertResponse(response, 400, "Site specified in request does not exist");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void row_10_a_site_of_another_provider_is_denied() {
        HttpResponse<String> response = submit(at(HttpFixture.FOREIGN_SITE).json());

        assertResponse(response, 403, "Site specified in request doesn't belong to current org's Provider");
        assertAudited(DenialReason.FOREIGN_SITE);
    }

    @Test
    void row_11_a_site_without_flow_is_denied() {
        HttpResponse<String> response = submit(at(HttpFixture.SITE_WITHOUT_FLOW).json());

        assertResponse(response, 412, "Site does not have NICo Flow enabled");
        assertAudited(DenialReason.NO_FLOW);
    }

    @Test
    void a_pinned_rule_must_be_one_for_the_operation() {
        UUID ofAnother = HttpFixture.RULES.defaultFor(Operation.UPGRADE).id().value();

        for (UUID rule : List.of(ofAnother, new UUID(3, 1))) {
            HttpResponse<String> response = submit(SubmitBodies.powerOn()
                    .with("ruleId", SubmitBodies.quoted(rule))
                    .json());

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).isEqualTo(RULE_FAULT);
        }
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void a_pinned_rule_is_checked_after_the_site() {
        String unknown = SubmitBodies.quoted(new UUID(3, 1));

        HttpResponse<String> response =
                submit(at(HttpFixture.UNKNOWN_SITE).with("ruleId", unknown).json());

        assertResponse(response, 400, "Site specified in request does not exist");
    }

    private HttpResponse<String> submit(String body, String... headers) {
        return fixture.client.post(Paths.SUBMIT, HttpFixture.ADMIN, body, headers);
    }

    private static SubmitBodies at(SiteId site) {
        return SubmitBodies.powerOn().with("siteId", SubmitBodies.quoted(site));
    }

    private static void assertResponse(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Paths.error(message));
    }

    private void assertAudited(DenialReason reason) {
        assertThat(fixture.audit()).singleElement().satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo(new Outcome.Denied(reason));
            assertThat(entry.request().action()).isEqualTo(Action.SUBMIT_TASK);
        });
    }
}
