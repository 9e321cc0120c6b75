package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code GET …/site} and {@code GET …/site/{id}}. */
final class SiteRoutesTest {

    private static final String SITES = "/v2/org/" + HttpFixture.ORG + "/nico/site";

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
    void the_sites_of_the_provider_are_listed_by_name() {
        HttpResponse<String> first = get(HttpFixture.ADMIN, SITES + "?pageSize=3");
        HttpResponse<String> second = get(HttpFixture.ADMIN, SITES + "?pageSize=3&pageNumber=2");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("X-Pagination"))
                .contains("{\"pageNumber\":1,\"pageSize\":3,\"total\":4,\"orderBy\":null}");
        assertThat(first.body())
                .startsWith("[{\"id\":\"" + HttpFixture.SECOND_SITE + "\"")
                .contains("\"capabilities\":{\"flow\":false}", "\"name\":\"Retired\"")
                .doesNotContain(HttpFixture.FOREIGN_SITE.toString());
        assertThat(second.body()).isEqualTo("[" + site() + "]");
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void a_page_behind_the_end_is_empty_and_has_the_total() {
        HttpResponse<String> response = get(HttpFixture.ADMIN, SITES + "?pageNumber=2");

        assertThat(response.body()).isEqualTo("[]");
        assertThat(response.headers().firstValue("X-Pagination"))
                .contains("{\"pageNumber\":2,\"pageSize\":20,\"total\":4,\"orderBy\":null}");
    }

    @Test
    void a_site_is_found_by_its_id_in_any_case() {
        String id = HttpFixture.SITE.toString();

        assertThat(get(HttpFixture.ADMIN, SITES + "/" + id).body()).isEqualTo(site());
        assertThat(get(HttpFixture.ADMIN, SITES + "/" + id.replace('e', 'E')).body())
                .isEqualTo(site());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?siteID=x                             | 400 | Unknown query parameter specified in request: siteID
            ?pageSize=x                           | 400 | Failed to parse request pagination data
            /x                                    | 400 | Invalid Site ID in URL
            /x?y=z                                | 400 | Invalid Site ID in URL
            /660e8400-e29b-41d4-a716-446655440000?y=z | 400 | Unknown query parameter specified in request: y
            /660e8400-e29b-41d4-a716-446655440004 | 404 | Could not find Site with specified ID
            """)
    void a_faulty_request_is_refused(String path, int status, String message) {
        HttpResponse<String> response = get(HttpFixture.ADMIN, SITES + path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(Paths.error(message));
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    void a_site_of_another_provider_is_refused_and_audited() {
        HttpResponse<String> response = get(HttpFixture.ADMIN, SITES + "/" + HttpFixture.FOREIGN_SITE);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body())
                .isEqualTo(Paths.error("Site specified in request doesn't belong to current org's Provider"));
        assertThat(fixture.audit()).singleElement().satisfies(entry -> {
            assertThat(entry.request().action()).isEqualTo(Action.GET_SITE);
            assertThat(entry.outcome()).isEqualTo(new Outcome.Denied(DenialReason.FOREIGN_SITE));
        });
    }

    @ParameterizedTest
    @CsvSource({"''", "/660e8400-e29b-41d4-a716-446655440000", "/x", "?siteID=x"})
    void a_caller_without_the_role_learns_nothing(String path) {
        assertThat(get(HttpFixture.MEMBER, SITES + path).body())
                .isEqualTo(Paths.error("User does not have Provider Admin role with org"));
        assertThat(get(HttpFixture.STRANGER, SITES + path).body())
                .isEqualTo(Paths.error("Failed to validate membership for org: demo-org"));
        assertThat(fixture.audit()).hasSize(2);
    }

    @Test
    void a_retired_site_accepts_no_task() {
        HttpResponse<String> response = fixture.client.post(
                Paths.SUBMIT,
                HttpFixture.ADMIN,
                SubmitBodies.powerOn()
                        .with("siteId", "\"" + HttpFixture.RETIRED_SITE + "\"")
                        .json());

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).isEqualTo(Paths.error("Site specified in request is retired"));
    }

    private static String site() {
        return "{\"id\":\"" + HttpFixture.SITE + "\",\"name\":\"San José 4\","
                + "\"infrastructureProviderId\":\"00000000-0000-0001-0000-000000000001\","
                + "\"capabilities\":{\"flow\":true},\"status\":\"Registered\"}";
    }

    private HttpResponse<String> get(String token, String path) {
        return fixture.client.get(path, token);
    }
}
