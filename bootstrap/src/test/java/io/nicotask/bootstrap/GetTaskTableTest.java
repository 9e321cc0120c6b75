package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 4.2 of the contract for get-task: rows 2 to 5, the query, and rows 8 to 12. */
@ExtendWith(SharedServers.class)
final class GetTaskTableTest {

    private static final String ACTION = "GET_TASK";
    private static final String ORG = IdleServer.ORG;

    /**
     * An invalid id, so that a caller without the right would get another error if the request were parsed before the
     * check.
     */
    private static final String INVALID_ID = "no-uuid";

    private static final String BAD_QUERY = "?unknown=1";
    private static final HttpReply NOT_FOUND = HttpReply.error(404, "Task not found");

    private final IdleServer idle;
    private final Task task;
    private final String admin = BearerTokenBuilder.ofAdmin(ORG).signed();

    GetTaskTableTest(IdleServer idle) {
        this.idle = idle;
        this.task = idle.tasks().pending();
    }

    @ParameterizedTest
    @ValueSource(strings = {ORG, IdleServer.RESERVED_ORG, "no-such-org"})
    void row_2_a_caller_outside_the_org_is_denied(String org) {
        String outsider = BearerTokenBuilder.ofAdmin("elsewhere").signed();

        HttpReply expected = HttpReply.error(403, "Failed to validate membership for org: " + org);
        assertDenied(new AuditedDenial(ACTION, org, "NOT_A_MEMBER"), outsider, INVALID_ID, BAD_QUERY, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PROVIDER_ADMIN_VIEWER", "XPROVIDER_ADMIN", "provider_admin", "TENANT_ADMIN"})
    void row_3_a_member_without_the_role_is_denied(String role) {
        String member = BearerTokenBuilder.of(ORG, role).signed();

        HttpReply expected = HttpReply.error(403, "User does not have Provider Admin role with org");
        assertDenied(new AuditedDenial(ACTION, ORG, "NO_PROVIDER_ADMIN_ROLE"), member, INVALID_ID, BAD_QUERY, expected);
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
                BAD_QUERY,
                expected);
    }

    @Test
    void row_5_an_id_that_is_not_a_uuid_is_refused() {
        assertRefused(INVALID_ID, BAD_QUERY, HttpReply.error(400, "Invalid Task ID specified in URL"));
    }

    @ParameterizedTest
    @CsvSource({"?unknown=1, unknown", "?siteId=&siteID=x, siteID", "?activeOnly=true, activeOnly"})
    void then_an_unknown_query_parameter_is_refused(String query, String name) {
        HttpReply expected = HttpReply.error(400, "Unknown query parameter specified in request: " + name);

        assertRefused(task.id(), query, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?siteId", "?siteId=", "?siteId=%20"})
    void then_a_query_without_a_site_is_refused(String query) {
        assertRefused(task.id(), query, HttpReply.error(400, "siteId query parameter is required"));
    }

    @Test
    void row_8_a_site_that_is_not_a_uuid_is_refused() {
        HttpReply expected = HttpReply.error(400, "Failed to validate Site specified in request: invalid ID");

        assertRefused(task.id(), "?siteId=no-uuid", expected);
    }

    @Test
    void row_9_an_unknown_site_is_refused() {
        HttpReply expected = HttpReply.error(400, "Site specified in request does not exist");

        assertRefused(task.id(), query(IdleServer.UNKNOWN_SITE), expected);
    }

    @Test
    void row_10_a_site_of_another_provider_is_denied() {
        HttpReply expected = HttpReply.error(403, "Site specified in request doesn't belong to current org's Provider");

        assertDeniedAt(IdleServer.FOREIGN_SITE, "FOREIGN_SITE", expected);
    }

    @Test
    void row_11_a_site_without_flow_is_denied() {
        HttpReply expected = HttpReply.error(412, "Site does not have NICo Flow enabled");

        assertDeniedAt(IdleServer.SITE_WITHOUT_FLOW, "NO_FLOW", expected);
    }

    @Test
    void row_12_an_unknown_task_and_one_of_another_site_get_the_same_response() {
        Task elsewhere = idle.tasksAt(IdleServer.SECOND_SITE).pending();

        assertRefused(new TaskId(UUID.randomUUID()), query(IdleServer.SITE), NOT_FOUND);
        assertRefused(elsewhere.id(), query(IdleServer.SITE), NOT_FOUND);
    }

    @Test
    void a_valid_request_with_the_right_returns_the_task() {
        String shown = """
                {"id":"%s","status":"Pending","description":"test","message":"Pending","ruleId":null,"started":null,\
                "finished":null,"created":"2026-06-01T12:00:00Z","updated":"2026-06-01T12:00:00Z"}\
                """.formatted(task.id());

        for (TaskPath mount : TaskPath.values()) {
            String path = mount.task(ORG, task.id()) + query(IdleServer.SITE);

            assertThat(idle.assertChangesNothing(() -> idle.get(path, admin)))
                    .isEqualTo(new HttpReply(200, shown, new TreeMap<>()).with("ETag", "\"1\""));
        }
    }

    private void assertRefused(Object id, String query, HttpReply expected) {
        for (TaskPath mount : TaskPath.values()) {
            String path = mount.task(ORG, id) + query;

            assertThat(idle.assertChangesNothing(() -> idle.get(path, admin))).isEqualTo(expected);
        }
    }

    private void assertDeniedAt(SiteId site, String why, HttpReply expected) {
        TaskId there = idle.tasksAt(site).pending().id();

        assertDenied(new AuditedDenial(ACTION, ORG, why, site, there), admin, there, query(site), expected);
    }

    private void assertDenied(AuditedDenial denial, String token, Object id, String query, HttpReply expected) {
        for (TaskPath mount : TaskPath.values()) {
            String path = mount.task(denial.org(), id) + query;

            assertThat(idle.assertAddsOnly(denial, () -> idle.get(path, token))).isEqualTo(expected);
        }
    }

    private static String query(SiteId site) {
        return "?siteId=" + site;
    }
}
