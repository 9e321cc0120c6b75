package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of checks, which is that of a cancel: the status, the exact body, and an unchanged stop. */
final class ResolveStopRefusalTest {

    private static final String NO_JSON = "no JSON";
    private static final String SITE_MISSING = """
            {"source":"nico","message":"Failed to validate resolve stop request data",\
            "data":{"siteId":"must not be blank"}}""";
    private static final String REASON = "\"reason\":\"looked at it\"";

    private HttpFixture fixture;
    private Task task;
    private Optional<Stop> before;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
        task = fixture.givenWithRequestedStop(TaskExamples.aTerminatedTask());
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
        before = fixture.stopOf(task);
    }

    @AfterEach
    void stop() {
        assertThat(fixture.stored(task)).isEqualTo(task);
        assertThat(fixture.stopOf(task)).isEqualTo(before).map(Stop::status).contains(StopStatus.NEEDS_ATTENTION);
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {HttpFixture.ORG, "Demo-Org", "no-such-org"})
    void row_2_a_caller_of_another_org_is_denied(String org) {
        HttpResponse<String> response = resolve(HttpFixture.STRANGER, Paths.resolve(org, "no-uuid"), NO_JSON);

        assertResponse(response, 403, "Failed to validate membership for org: " + org);
        assertAudited(DenialReason.NOT_A_MEMBER);
    }

    @Test
    void row_3_a_member_without_the_role_is_denied() {
        HttpResponse<String> response = resolve(HttpFixture.MEMBER, Paths.resolve(HttpFixture.ORG, "no-uuid"), NO_JSON);

        assertResponse(response, 403, "User does not have Provider Admin role with org");
        assertAudited(DenialReason.NO_PROVIDER_ADMIN_ROLE);
    }

    @Test
    void row_4_an_org_without_a_provider_is_refused() {
        HttpResponse<String> response =
                resolve(HttpFixture.ADMIN, Paths.resolve(HttpFixture.ORG_WITHOUT_PROVIDER, "no-uuid"), NO_JSON);

        assertResponse(response, 400, "Failed to retrieve Infrastructure Provider for org");
        assertAudited(DenialReason.NO_PROVIDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-uuid",
                "123e4567e89b12d3a456426614174000",
                "123e4567-e89b-12d3-a456-42661417400",
                "123e4567-e89b-12d3-a456-42661417400g",
                "0123e4567-e89b-12d3-a456-42661417400",
                "1-2-3-4-5",
                "%7B123e4567-e89b-12d3-a456-426614174000%7D",
                "a%2Fb",
                "..",
                "%20",
                "%E2%80%8B"
            })
    void row_5_an_id_that_is_not_a_uuid_is_refused_before_the_body_is_read(String id) {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.resolve(HttpFixture.ORG, id), NO_JSON);

        assertResponse(response, 400, "Invalid Task ID specified in URL");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void row_6_a_body_that_is_not_json_is_refused() {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.RESOLVE, NO_JSON);

        assertResponse(response, 400, "Failed to parse request data");
        assertThat(fixture.audit()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + REASON + "}",
                "{\"siteId\":null," + REASON + "}",
                "{\"siteId\":\"\"," + REASON + "}",
                "{\"siteId\":\" \"," + REASON + "}"
            })
    void row_7_a_body_without_a_site_is_refused(String body) {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.RESOLVE, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(SITE_MISSING);
        assertThat(fixture.audit()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"siteId\":\"no-uuid\"}",
                "{\"siteId\":\"no-uuid\",\"reason\":null}",
                "{\"siteId\":\"no-uuid\",\"reason\":\"\"}",
                "{\"siteId\":\"no-uuid\",\"reason\":\" \"}"
            })
    void row_7_a_body_without_a_reason_is_refused(String body) {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.RESOLVE, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(SITE_MISSING.replace("siteId", "reason"));
        assertThat(fixture.audit()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}"})
    void row_7_every_missing_field_is_named(String body) {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.RESOLVE, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo(SITE_MISSING.replace("{\"siteId", "{\"reason\":\"must not be blank\",\"siteId"));
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of("x".repeat(513), "size must be between 0 and 512"),
                Arguments.of("\\u0000", "must not contain NUL or a lone surrogate"),
                Arguments.of("a\\ud800b", "must not contain NUL or a lone surrogate"),
                Arguments.of("\\udc00\\ud800", "must not contain NUL or a lone surrogate"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void row_7_a_reason_that_cannot_be_stored_is_refused_before_the_site_is_read(String reason, String problem) {
        HttpResponse<String> response =
                resolve(HttpFixture.ADMIN, Paths.RESOLVE, "{\"siteId\":\"no-uuid\",\"reason\":\"" + reason + "\"}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"source\":\"nico\",\"message\":\"Failed to validate resolve stop request data\","
                        + "\"data\":{\"reason\":\"" + problem + "\"}}");
    }

    @Test
    void row_7_every_invalid_field_is_named_in_alphabetical_order() {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.RESOLVE, "{\"reason\":\"\\u0000\"}");

        assertThat(response.body())
                .isEqualTo("{\"source\":\"nico\",\"message\":\"Failed to validate resolve stop request data\","
                        + "\"data\":{\"reason\":\"must not contain NUL or a lone surrogate\","
                        + "\"siteId\":\"must not be blank\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-uuid", "1-2-3-4-5", " 660e8400-e29b-41d4-a716-446655440000", "\\ud800"})
    void row_8_a_site_that_is_not_a_uuid_is_refused(String site) {
        HttpResponse<String> response =
                resolve(HttpFixture.ADMIN, Paths.RESOLVE, "{\"siteId\":\"" + site + "\"," + REASON + "}");

        assertResponse(response, 400, "Failed to validate Site specified in request: invalid ID");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void row_9_an_unknown_site_is_refused() {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.RESOLVE, body(HttpFixture.UNKNOWN_SITE));

        assertResponse(response, 400, "Site specified in request does not exist");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void row_10_a_site_of_another_provider_is_denied() {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.RESOLVE, body(HttpFixture.FOREIGN_SITE));

        assertResponse(response, 403, "Site specified in request doesn't belong to current org's Provider");
        assertAudited(DenialReason.FOREIGN_SITE);
    }

    @Test
    void row_11_a_site_without_flow_is_denied() {
        HttpResponse<String> response = resolve(HttpFixture.ADMIN, Paths.RESOLVE, body(HttpFixture.SITE_WITHOUT_FLOW));

        assertResponse(response, 412, "Site does not have NICo Flow enabled");
        assertAudited(DenialReason.NO_FLOW);
    }

    @Test
    void row_12_a_task_of_another_site_gets_the_response_of_an_unknown_one() {
        HttpResponse<String> elsewhere = resolve(HttpFixture.ADMIN, Paths.RESOLVE, body(HttpFixture.SECOND_SITE));
        HttpResponse<String> unknown = resolve(
                HttpFixture.ADMIN,
                Paths.resolve(HttpFixture.ORG, "123e4567-e89b-12d3-a456-426614174001"),
                body(HttpFixture.SITE));

        assertResponse(unknown, 404, "Task not found");
        assertThat(elsewhere.statusCode()).isEqualTo(unknown.statusCode());
        assertThat(elsewhere.body()).isEqualTo(unknown.body());
        assertThat(fixture.audit()).isEmpty();
    }

    private HttpResponse<String> resolve(String token, String path, String body) {
        return fixture.client.post(path, token, body);
    }

    private static String body(SiteId site) {
        return "{\"siteId\":\"" + site + "\"," + REASON + "}";
    }

    private static void assertResponse(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Paths.error(message));
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    private void assertAudited(DenialReason reason) {
        assertThat(fixture.audit()).extracting(AuditEntry::outcome).containsExactly(new Outcome.Denied(reason));
    }
}
