package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 4.2 and 6 of the contract for the three lists. */
@ExtendWith(SharedServers.class)
final class ListTasksTableTest {

    private static final String ACTION = "LIST_TASKS";
    private static final String ORG = IdleServer.ORG;
    private static final String EMPTY = "00000000-0000-4000-8000-000000000000";
    private static final List<String> LISTS = List.of("/task", "/rack/" + EMPTY + "/task", "/tray/" + EMPTY + "/task");

    /**
     * Invalid requests, so that a caller without the right would get another error if they were parsed before the
     * check.
     */
    private static final List<String> INVALID =
            List.of("/task?a=1", "/rack/no-uuid/task?a=1", "/tray/no-uuid/task?a=1");

    private final IdleServer idle;
    private final String admin = BearerTokenBuilder.ofAdmin(ORG).signed();

    ListTasksTableTest(IdleServer idle) {
        this.idle = idle;
    }

    @ParameterizedTest
    @ValueSource(strings = {ORG, IdleServer.RESERVED_ORG, "no-such-org"})
    void row_2_a_caller_outside_the_org_is_denied(String org) {
        String outsider = BearerTokenBuilder.ofAdmin("elsewhere").signed();

        HttpReply expected = HttpReply.error(403, "Failed to validate membership for org: " + org);
        assertDenied(new AuditedDenial(ACTION, org, "NOT_A_MEMBER"), outsider, INVALID, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PROVIDER_ADMIN_VIEWER", "XPROVIDER_ADMIN", "provider_admin", "TENANT_ADMIN"})
    void row_3_a_member_without_the_role_is_denied(String role) {
        String member = BearerTokenBuilder.of(ORG, role).signed();

        HttpReply expected = HttpReply.error(403, "User does not have Provider Admin role with org");
        assertDenied(new AuditedDenial(ACTION, ORG, "NO_PROVIDER_ADMIN_ROLE"), member, INVALID, expected);
    }

    @Test
    void row_4_an_org_without_a_provider_is_denied() {
        String noProvider =
                BearerTokenBuilder.ofAdmin(IdleServer.ORG_WITHOUT_PROVIDER).signed();

        HttpReply expected = HttpReply.error(400, "Failed to retrieve Infrastructure Provider for org");
        assertDenied(
                new AuditedDenial(ACTION, IdleServer.ORG_WITHOUT_PROVIDER, "NO_PROVIDER"),
                noProvider,
                INVALID,
                expected);
    }

    @Test
    void row_5_a_rack_or_tray_id_that_is_not_a_uuid_is_refused() {
        assertThat(list("/rack/no-uuid/task?a=1")).isEqualTo(HttpReply.error(400, "Invalid Rack ID specified in URL"));
        assertThat(list("/tray/no-uuid/task?a=1")).isEqualTo(HttpReply.error(400, "Invalid Tray ID specified in URL"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?unknown=1                  | Unknown query parameter specified in request: unknown
            ?orderBy=CREATED_ASC        | Unknown query parameter specified in request: orderBy
            ''                          | siteId query parameter is required
            ?siteId=%20&pageNumber=x    | siteId query parameter is required
            ?siteId=no-uuid&activeOnly=x | Failed to validate Site specified in request: invalid ID
            ?siteId=SITE&activeOnly=yes | Failed to parse request data
            ?siteId=SITE&includeReport=2 | Failed to parse request data
            ?siteId=SITE&pageNumber=x   | Failed to parse request pagination data
            ?siteId=SITE&pageSize=1.5   | Failed to parse request pagination data
            ?siteId=SITE&cursor=x       | Failed to parse request pagination data
            """)
    void then_errors_in_the_query_are_reported(String query, String message) {
        String real = query.replace("SITE", IdleServer.SITE.toString());

        for (String path : LISTS) {
            assertThat(list(path + real)).isEqualTo(HttpReply.error(400, message));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pageNumber=0  | {"pageNumber":"must be greater than 0"}
            pageSize=0    | {"pageSize":"must be between 1 and 100"}
            pageSize=101  | {"pageSize":"must be between 1 and 100"}
            """)
    void then_a_page_out_of_range_is_refused(String query, String data) {
        HttpReply expected = HttpReply.error(400, "Failed to validate pagination request data", data);

        for (String path : LISTS) {
            assertThat(list(path + of(IdleServer.SITE) + "&" + query)).isEqualTo(expected);
        }
    }

    @Test
    void rows_9_to_11_a_wrong_site_is_refused() {
        List<String> foreign =
                LISTS.stream().map(path -> path + of(IdleServer.FOREIGN_SITE)).toList();
        List<String> flowless = LISTS.stream()
                .map(path -> path + of(IdleServer.SITE_WITHOUT_FLOW))
                .toList();

        for (String path : LISTS) {
            assertThat(list(path + of(IdleServer.UNKNOWN_SITE)))
                    .isEqualTo(HttpReply.error(400, "Site specified in request does not exist"));
        }
        assertDenied(
                new AuditedDenial(ACTION, ORG, "FOREIGN_SITE", IdleServer.FOREIGN_SITE, null),
                admin,
                foreign,
                HttpReply.error(403, "Site specified in request doesn't belong to current org's Provider"));
        assertDenied(
                new AuditedDenial(ACTION, ORG, "NO_FLOW", IdleServer.SITE_WITHOUT_FLOW, null),
                admin,
                flowless,
                HttpReply.error(412, "Site does not have NICo Flow enabled"));
    }

    @ParameterizedTest
    @MethodSource("emptyLists")
    void a_rack_or_tray_without_tasks_has_an_empty_list(String path) {
        HttpReply reply = list(path + of(IdleServer.SITE));

        assertThat(reply).isEqualTo(listed("[]", 1, 20, 0));
    }

    @Test
    void a_list_has_each_task_as_a_get_returns_it() {
        Task task = idle.tasks().running();
        String ofRack = "/rack/" + task.spec().rack() + "/task" + of(IdleServer.SITE);
        String alone = list("/task/" + task.id() + of(IdleServer.SITE)).body();

        HttpReply withReport = list(ofRack + "&includeReport=true");
        HttpReply plain = list(ofRack + "&activeOnly=false&pageNumber=1&includeReport=false&pageSize=20");

        assertThat(withReport).isEqualTo(listed("[" + alone + "]", 1, 20, 1));
        assertThat(plain).isEqualTo(listed("[" + alone.replaceFirst(",\"report\":.*", "}") + "]", 1, 20, 1));
        assertThat(alone).contains(",\"report\":{\"version\":1,");
    }

    @Test
    void a_page_after_the_end_is_empty_and_has_the_total() {
        Task task = idle.tasks().succeeded();
        String ofRack = "/rack/" + task.spec().rack() + "/task" + of(IdleServer.SITE);

        assertThat(list(ofRack + "&pageNumber=7&pageSize=3")).isEqualTo(listed("[]", 7, 3, 1));
        assertThat(list(ofRack + "&pageNumber=2147483647&pageSize=100"))
                .isEqualTo(listed("[]", Integer.MAX_VALUE, 100, 1));
        assertThat(list(ofRack + "&activeOnly=true")).isEqualTo(listed("[]", 1, 20, 0));
    }

    @Test
    void slices_return_every_task_of_the_site() {
        List<Task> tasks = List.of(
                idle.tasks().waiting(), idle.tasks().failed(), idle.tasks().succeeded());
        String page = list("/task" + of(IdleServer.SITE) + "&pageSize=1").header("X-Pagination");

        int count = 0;
        String cursor = "";
        StringBuilder bodies = new StringBuilder();
        while (cursor != null) {
            HttpReply slice = list("/task" + of(IdleServer.SITE) + "&pageSize=2&cursor=" + cursor);
            assertThat(slice.status()).isEqualTo(200);
            count += slice.json().size();
            bodies.append(slice.body());
            cursor = slice.header("Next-Cursor");
        }

        assertThat(page).contains("\"total\":" + count + ",");
        assertThat(bodies)
                .contains(tasks.stream().map(task -> task.id().toString()).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "0000-01-01T00:00:00Z, 9999-12-31T23:59:59.999999999-23:59",
        "9999-12-31T23:59:59Z, 0000-01-01T00:00:00%2B23:59"
    })
    void extreme_times_are_accepted(String from, String before) {
        HttpReply reply =
                list("/task" + of(IdleServer.SITE) + "&cursor=&createdFrom=" + from + "&createdBefore=" + before);

        assertThat(reply.status()).isEqualTo(200);
    }

    static List<String> emptyLists() {
        return LISTS.subList(1, 3);
    }

    private HttpReply list(String path) {
        return idle.assertChangesNothing(() -> idle.get("/v2/org/" + ORG + "/nico" + path, admin));
    }

    private void assertDenied(AuditedDenial denial, String token, List<String> paths, HttpReply expected) {
        for (String path : paths) {
            String real = "/v2/org/" + denial.org() + "/nico" + path;

            assertThat(idle.assertAddsOnly(denial, () -> idle.get(real, token))).isEqualTo(expected);
        }
    }

    private static HttpReply listed(String body, int number, int size, long total) {
        return new HttpReply(200, body, new TreeMap<>())
                .with(
                        "X-Pagination",
                        "{\"pageNumber\":%d,\"pageSize\":%d,\"total\":%d,\"orderBy\":null}"
                                .formatted(number, size, total))
                .with("Vary", "Accept-Encoding");
    }

    private static String of(SiteId site) {
        return "?siteId=" + site;
    }
}
