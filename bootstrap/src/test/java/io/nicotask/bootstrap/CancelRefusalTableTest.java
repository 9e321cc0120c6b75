package io.nicotask.bootstrap;

import static io.nicotask.faults.Fault.ROLE_IN_ANOTHER_ORG;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 2 to 13 of section 4.2 of the contract: the response to a refused cancel, and that nothing changes. */
@ExtendWith(SharedServers.class)
final class CancelRefusalTableTest {

    private static final String ACTION = "CANCEL_TASK";
    private static final String ORG = IdleServer.ORG;
    private static final String BODY = body(IdleServer.SITE);

    /**
     * An invalid id, so that a caller without the right would get another error if the request were parsed before the
     * check.
     */
    private static final String INVALID_ID = "no-uuid";

    private static final HttpReply UNPARSABLE = HttpReply.error(400, "Failed to parse request data");
    private static final HttpReply NOT_FOUND = HttpReply.error(404, "Task not found");

    private final IdleServer idle;
    private final Task task;
    private final String admin = BearerTokenBuilder.ofAdmin(ORG).signed();

    CancelRefusalTableTest(IdleServer idle) {
        this.idle = idle;
        this.task = idle.tasks().pending();
    }

    @ParameterizedTest
    @ValueSource(strings = {ORG, IdleServer.ORG_WITHOUT_PROVIDER, IdleServer.RESERVED_ORG, "no-such-org"})
    void row_2_a_caller_outside_the_org_is_denied(String org) {
        String outsider = BearerTokenBuilder.ofAdmin("elsewhere").signed();

        HttpReply expected = HttpReply.error(403, "Failed to validate membership for org: " + org);
        assertDenied(new AuditedDenial(ACTION, org, "NOT_A_MEMBER"), outsider, INVALID_ID, "{", expected);
        FiredFaults.count(ROLE_IN_ANOTHER_ORG, Layer.PARTS, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PROVIDER_ADMIN_VIEWER", "XPROVIDER_ADMIN", "provider_admin", "TENANT_ADMIN"})
    void row_3_a_member_without_the_role_is_denied(String role) {
        String member = BearerTokenBuilder.of(ORG, role).signed();

        HttpReply expected = HttpReply.error(403, "User does not have Provider Admin role with org");
        assertDenied(new AuditedDenial(ACTION, ORG, "NO_PROVIDER_ADMIN_ROLE"), member, INVALID_ID, "{", expected);
    }

    @Test
    void row_4_an_org_without_a_provider_is_denied() {
        String noProvider =
                BearerTokenBuilder.ofAdmin(IdleServer.ORG_WITHOUT_PROVIDER).signed();

        HttpReply expected = HttpReply.error(400, "Failed to retrieve Infrastructure Provider for org");
        assertDenied(
                new AuditedDenial(ACTION, IdleServer.ORG_WITHOUT_PROVIDER, "NO_PROVIDER"),
                noProvider,
                INVALID_ID,
                "{",
                expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-uuid", "1-2-3-4-5", "660e8400e29b41d4a716446655440000", "%20", "null"})
    void row_5_an_id_that_is_not_a_uuid_is_refused(String id) {
        assertRefused(id, "{", HttpReply.error(400, "Invalid Task ID specified in URL"));
    }

    static Stream<String> unparsableBodies() {
        String site = "\"siteId\":\"" + IdleServer.SITE + "\"";
        return Stream.of(
                "no JSON",
                "{" + site,
                "[{" + site + "}]",
                "\"text\"",
                "{\"siteId\":1}",
                "{\"siteId\":{}}",
                "{" + site + ",\"reason\":false}",
                "{" + site + "," + site + "}",
                "{" + site + "}{}",
                "{" + site + ",\"reason\":\"caf\u00e9 in Latin 1\"}");
    }

    @ParameterizedTest
    @MethodSource("unparsableBodies")
    void row_6_a_body_that_cannot_be_parsed_is_refused(String body) {
        assertRefused(task.id(), body, UNPARSABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"})
    void row_6_a_body_whose_content_type_is_not_json_is_refused(String contentType) {
        for (TaskPath mount : TaskPath.values()) {
            String path = mount.cancel(ORG, task.id());

            assertThat(idle.assertChangesNothing(() -> idle.post(path, admin, BODY, contentType)))
                    .isEqualTo(UNPARSABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"siteId\":null}", "{\"siteId\":\"\"}", "{\"siteId\":\" \"}"})
    void row_7_a_body_without_a_site_is_refused(String body) {
        assertRefused(task.id(), body, invalid("{\"siteId\":\"must not be blank\"}"));
    }

    @Test
    void row_7_a_reason_that_cannot_be_stored_is_refused() {
        String tooLong = "{\"siteId\":\"no-uuid\",\"reason\":\"" + "x".repeat(513) + "\"}";
        String unprintable = "{\"siteId\":\"no-uuid\",\"reason\":\"\\u0000\"}";
        String unpaired = "{\"siteId\":\"\",\"reason\":\"\\ud800\"}";

        assertRefused(task.id(), tooLong, invalid("{\"reason\":\"size must be between 0 and 512\"}"));
        assertRefused(task.id(), unprintable, invalid("{\"reason\":\"must not contain NUL or a lone surrogate\"}"));
        assertRefused(
                task.id(),
                unpaired,
                invalid("{\"reason\":\"must not contain NUL or a lone surrogate\",\"siteId\":\"must not be blank\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-uuid", "1-2-3-4-5", " 660e8400-e29b-41d4-a716-446655440001"})
    void row_8_a_site_that_is_not_a_uuid_is_refused(String site) {
        HttpReply expected = HttpReply.error(400, "Failed to validate Site specified in request: invalid ID");

        assertRefused(task.id(), "{\"siteId\":\"" + site + "\"}", expected);
    }

    @Test
    void row_9_an_unknown_site_is_refused() {
        HttpReply expected = HttpReply.error(400, "Site specified in request does not exist");

        assertRefused(task.id(), body(IdleServer.UNKNOWN_SITE), expected);
    }

    @Test
    void row_10_a_site_of_another_provider_is_denied() {
        Task foreign = idle.tasksAt(IdleServer.FOREIGN_SITE).pending();
        HttpReply expected = HttpReply.error(403, "Site specified in request doesn't belong to current org's Provider");

        assertDeniedAt(IdleServer.FOREIGN_SITE, foreign.id(), expected, "FOREIGN_SITE");
    }

    @Test
    void row_11_a_site_without_flow_is_denied() {
        Task flowless = idle.tasksAt(IdleServer.SITE_WITHOUT_FLOW).pending();
        HttpReply expected = HttpReply.error(412, "Site does not have NICo Flow enabled");

        assertDeniedAt(IdleServer.SITE_WITHOUT_FLOW, flowless.id(), expected, "NO_FLOW");
    }

    /** One request has no content type: its body is read as JSON. */
    @Test
    void row_12_an_unknown_task_and_one_of_another_site_get_the_same_response() {
        Task elsewhere = idle.tasksAt(IdleServer.SECOND_SITE).pending();

        assertRefused(new TaskId(UUID.randomUUID()), BODY, NOT_FOUND);
        assertRefused(elsewhere.id(), BODY, NOT_FOUND);
        assertThat(idle.post(TaskPath.NEW.cancel(ORG, elsewhere.id()), admin, BODY, null))
                .isEqualTo(NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({"Succeeded, Succeeded, '\"2026-06-01T12:00:01Z\"'", "Failed, Workflow could not be started, null"})
    void row_13_a_finished_task_is_in_the_response(String status, String message, String started) {
        TaskId finished =
                (status.equals("Failed") ? idle.tasks().failed() : idle.tasks().succeeded()).id();
        String problem =
                "Task %s cannot be cancelled: it has already finished (status: %s)".formatted(finished, status);
        String shown = """
                {"id":"%s","status":"%s","description":"test","message":"%s","ruleId":null,"started":%s,\
                "finished":"2026-06-01T12:00:03Z","created":"2026-06-01T12:00:00Z","updated":"2026-06-01T12:00:03Z"}\
                """.formatted(finished, status, message, started);

        assertRefused(finished, BODY, HttpReply.error(412, problem, shown).with("Cancel-Outcome", "not-cancellable"));
        assertThat(idle.get(TaskPath.NEW.task(ORG, finished) + "?siteId=" + IdleServer.SITE, admin)
                        .body())
                .isEqualTo(shown);
    }

    private void assertRefused(Object id, String body, HttpReply expected) {
        for (TaskPath mount : TaskPath.values()) {
            String path = mount.cancel(ORG, id);

            assertThat(idle.assertChangesNothing(() -> idle.post(path, admin, body)))
                    .isEqualTo(expected);
        }
    }

    private void assertDeniedAt(SiteId site, TaskId id, HttpReply expected, String why) {
        assertDenied(new AuditedDenial(ACTION, ORG, why, site, id), admin, id, body(site), expected);
    }

    private void assertDenied(AuditedDenial denial, String token, Object id, String body, HttpReply expected) {
        for (TaskPath mount : TaskPath.values()) {
            String path = mount.cancel(denial.org(), id);

            assertThat(idle.assertAddsOnly(denial, () -> idle.post(path, token, body)))
                    .isEqualTo(expected);
        }
    }

    private static HttpReply invalid(String data) {
        return HttpReply.error(400, "Failed to validate cancel task request data", data);
    }

    private static String body(SiteId site) {
        return "{\"siteId\":\"" + site + "\"}";
    }
}
