package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CurrentUserTest {

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
    void a_member_without_a_role_gets_its_user() {
        HttpResponse<String> response =
                fixture.client.get(Paths.CURRENT_USER, HttpFixture.MEMBER, "Content-Type", "application/json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"id\":\"aa08769c-dcb2-3674-8670-6093503ff0a3\",\"firstName\":\"member\","
                        + "\"lastName\":\"Smith\",\"email\":\"member@example.com\","
                        + "\"created\":\"2026-06-01T12:00:00Z\",\"updated\":\"2026-06-01T12:00:00Z\"}");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void updated_changes_with_the_name_and_missing_claims_are_empty() {
        String first =
                fixture.client.get(Paths.CURRENT_USER, HttpFixture.MEMBER).body();
        fixture.clock.tick(Duration.ofMillis(250));
        fixture.tokens.accept(
                "new.token",
                new Caller(new Subject("member"), Profile.EMPTY, Map.of(new OrgName(HttpFixture.ORG), Set.of())));

        HttpResponse<String> response = fixture.client.get(Paths.CURRENT_USER, "new.token");

        assertThat(response.body())
                .startsWith(first.substring(0, first.indexOf(',')))
                .endsWith("\"firstName\":\"\",\"lastName\":\"\",\"email\":\"\","
                        + "\"created\":\"2026-06-01T12:00:00Z\",\"updated\":\"2026-06-01T12:00:00.25Z\"}");
    }

    @Test
    void a_caller_of_another_org_is_denied_before_the_query_is_checked() {
        HttpResponse<String> response = fixture.client.get(Paths.CURRENT_USER + "?x=1", HttpFixture.STRANGER);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo(Paths.error("Failed to validate membership for org: demo-org"));
        assertThat(fixture.audit())
                .extracting(entry -> entry.request().action())
                .containsExactly(Action.GET_CURRENT_USER);
    }

    @Test
    void query_parameters_are_refused() {
        HttpResponse<String> response = fixture.client.get(Paths.CURRENT_USER + "?x=1", HttpFixture.MEMBER);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(Paths.error("Unknown query parameter specified in request: x"));
    }
}
