package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of a list in their order. Each request also has the faults that later checks would find. */
final class ListTasksRefusalTest {

    private static final String SITE = "siteId=" + HttpFixture.SITE;
    private static final List<String> LISTS = List.of("/task", "/rack/no-uuid/task", "/tray/no-uuid/task");
    private static final String RACK = "/rack/" + HttpFixture.SITE + "/task";
    private static final String TRAY = "/tray/" + HttpFixture.SITE + "/task";

    private HttpFixture fixture;

    @BeforeEach
    void start() {
        fixture = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void the_caller_is_authorized_first() {
        for (String list : LISTS) {
            String path = list + "?unknown=1&activeOnly=maybe&pageSize=x";

            assertResponse(
                    get(HttpFixture.STRANGER, HttpFixture.ORG, path),
                    403,
                    "Failed to validate membership for org: demo-org");
            assertResponse(
                    get(HttpFixture.MEMBER, HttpFixture.ORG, path),
                    403,
                    "User does not have Provider Admin role with org");
            assertResponse(
                    get(HttpFixture.ADMIN, HttpFixture.ORG_WITHOUT_PROVIDER, path),
                    400,
                    "Failed to retrieve Infrastructure Provider for org");
        }
        assertThat(fixture.audit())
                .extracting(entry -> entry.request().action())
                .hasSize(9)
                .containsOnly(Action.LIST_TASKS);
    }

    @ParameterizedTest
    @CsvSource({
        "/rack/no-uuid/task, Invalid Rack ID specified in URL",
        "/rack/660e8400e29b41d4a716446655440000/task, Invalid Rack ID specified in URL",
        "/tray/no-uuid/task, Invalid Tray ID specified in URL"
    })
    void then_the_id_of_the_rack_or_tray_is_checked(String path, String message) {
        assertResponse(get(path + "?unknown=1"), 400, message);
    }

    @ParameterizedTest
    @CsvSource({"orderBy=x, orderBy", "siteID=x, siteID", "page=1&activeOnly=maybe, page", "siteId=&rackId=1, rackId"})
    void then_the_query_parameter_names_are_checked(String query, String name) {
        for (String list : List.of("/task", RACK, TRAY)) {
            assertResponse(get(list + "?" + query), 400, "Unknown query parameter specified in request: " + name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?activeOnly=maybe", "?siteId=&pageSize=x", "?siteId=%20&cursor=!"})
    void then_a_site_is_required(String query) {
        for (String list : List.of("/task", RACK, TRAY)) {
            assertResponse(get(list + query), 400, "siteId query parameter is required");
        }
    }

    @Test
    void then_the_site_must_be_a_uuid() {
        String path = "/task?siteId=no-uuid&activeOnly=maybe&pageSize=x";

        assertResponse(get(path), 400, "Failed to validate Site specified in request: invalid ID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "activeOnly=maybe&pageSize=x",
                "activeOnly=yes",
                "activeOnly=2",
                "activeOnly=",
                "activeOnly",
                "activeOnly=truе",
                "activeOnly=true&activeOnly=true",
                "includeReport=on",
                "pageNumber=1&pageNumber=1",
                "cursor=&cursor="
            })
    void then_booleans_and_repeated_parameters_are_checked(String query) {
        assertResponse(get("/task?" + SITE + "&" + query), 400, "Failed to parse request data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pageNumber=x&pageSize=0",
                "pageNumber=1.0",
                "pageNumber=1e1",
                "pageNumber=%2B1",
                "pageNumber=+1",
                "pageNumber=--1",
                "pageNumber=2147483648",
                "pageNumber=",
                "pageNumber=2&pageSize",
                "pageNumber=99999999999999999999",
                "pageNumber=%D9%A1",
                "pageSize=ten",
                "pageSize=1&pageNumber=0x1"
            })
    void then_the_page_numbers_are_parsed(String query) {
        assertResponse(get("/task?" + SITE + "&" + query), 400, "Failed to parse request pagination data");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pageNumber=0                    | {"pageNumber":"must be greater than 0"}
            pageNumber=-1                   | {"pageNumber":"must be greater than 0"}
            pageSize=0                      | {"pageSize":"must be between 1 and 100"}
            pageSize=101                    | {"pageSize":"must be between 1 and 100"}
            pageSize=-20                    | {"pageSize":"must be between 1 and 100"}
            pageNumber=0&pageSize=0&cursor=! | {"pageNumber":"must be greater than 0","pageSize":"must be between 1 and 100"}
            """)
    void then_the_range_of_the_page_numbers_is_checked(String query, String data) {
        assertFaults(
                get("/task?siteId=" + HttpFixture.UNKNOWN_SITE + "&" + query),
                "Failed to validate pagination request data",
                data);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            status=Running            | {"status":"must come with a cursor"}
            operationType=bring_up    | {"operationType":"must come with a cursor"}
            operationType=            | {"operationType":"must come with a cursor"}
            createdFrom=x             | {"createdFrom":"must come with a cursor"}
            createdBefore=x&status=x  | {"createdBefore":"must come with a cursor","status":"must come with a cursor"}
            """)
    void then_filters_without_a_cursor_are_refused(String query, String data) {
        assertFaults(
                get("/task?siteId=" + HttpFixture.UNKNOWN_SITE + "&" + query),
                "Failed to validate list tasks request data",
                data);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            activeOnly=true        | {"activeOnly":"must not come with a cursor; name each status instead"}
            pageNumber=2           | {"pageNumber":"must not come with a cursor"}
            status=running         | {"status":"must be one of Waiting, Pending, Running, Succeeded, Failed, Terminated"}
            status=Failed&status=x | {"status":"must be one of Waiting, Pending, Running, Succeeded, Failed, Terminated"}
            status=Unknown         | {"status":"must be one of Waiting, Pending, Running, Succeeded, Failed, Terminated"}
            status=                | {"status":"must be one of Waiting, Pending, Running, Succeeded, Failed, Terminated"}
            operationType=         | {"operationType":"must be one of power_control, firmware_control, bring_up"}
            operationType=reboot   | {"operationType":"must be one of power_control, firmware_control, bring_up"}
            createdFrom            | {"createdFrom":"must be a date-time of RFC 3339"}
            createdFrom=yesterday  | {"createdFrom":"must be a date-time of RFC 3339"}
            createdBefore=x&pageNumber=3 | {"createdBefore":"must be a date-time of RFC 3339","pageNumber":"must not come with a cursor"}
            """)
    void then_filters_and_conflicts_with_a_cursor_are_checked(String query, String data) {
        assertFaults(
                get("/task?cursor=!&siteId=" + HttpFixture.UNKNOWN_SITE + "&" + query),
                "Failed to validate list tasks request data",
                data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!",
                "x",
                "AQ",
                "AQAGUy4ZVoAAEj5FZ-ibEtOkVkJmFBdAA",
                "AQAGUy4ZVoAAEj5FZ-ibEtOkVkJmFBdAAAA",
                "AgAGUy4ZVoAAEj5FZ-ibEtOkVkJmFBdAAA",
                "AX__________Ej5FZ-ibEtOkVkJmFBdAAA",
                "AYAAAAAAAAAAEj5FZ-ibEtOkVkJmFBdAAA",
                "AQAGUy4ZVoAAEj5FZ%2BibEtOkVkJmFBdAAA",
                "AQAGUy4ZVoAAEj5FZ-ibEtOkVkJmFBdAAB",
                "AQAGUy4ZVoAAEj5FZ-ibEtOkVkJmFBdAAA==",
                "%00",
                "123e4567-e89b-12d3-a456-426614174000"
            })
    void then_an_invalid_cursor_is_refused(String cursor) {
        HttpResponse<String> response = get("/task?siteId=" + HttpFixture.UNKNOWN_SITE + "&cursor=" + cursor);

        assertResponse(response, 400, "Failed to parse request pagination data");
    }

    @Test
    void and_finally_the_site_is_checked() {
        for (String list : List.of("/task", RACK, TRAY)) {
            String query = list + "?siteId=";

            assertResponse(get(query + HttpFixture.UNKNOWN_SITE), 400, "Site specified in request does not exist");
            assertResponse(
                    get(query + HttpFixture.FOREIGN_SITE),
                    403,
                    "Site specified in request doesn't belong to current org's Provider");
            assertResponse(get(query + HttpFixture.SITE_WITHOUT_FLOW), 412, "Site does not have NICo Flow enabled");
        }
    }

    private HttpResponse<String> get(String path) {
        return get(HttpFixture.ADMIN, HttpFixture.ORG, path);
    }

    private HttpResponse<String> get(String token, String org, String path) {
        return fixture.client.get("/v2/org/" + org + "/nico" + path, token);
    }

    private static void assertFaults(HttpResponse<String> response, String message, String data) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .isEqualTo("{\"source\":\"nico\",\"message\":\"" + message + "\",\"data\":" + data + "}");
    }

    private static void assertResponse(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Paths.error(message));
    }
}
