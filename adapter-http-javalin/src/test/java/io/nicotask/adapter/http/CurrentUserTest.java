package io.nicotask.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Subject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CurrentUserTest {

    private HttpFixture world;

    @BeforeEach
    void start() {
        world = HttpFixture.running();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void a_member_without_a_role_gets_its_user() {
        HttpResponse<String> answer =
                world.client.get(Paths.CURRENT_USER, HttpFixture.MEMBER, "Content-Type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"id\":\"aa08769c-dcb2-3674-8670-6093503ff0a3\",\"firstName\":\"member\","
                        + "\"lastName\":\"Smith\",\"email\":\"member@example.com\","
                        + "\"created\":\"2026-06-01T12:00:00Z\",\"updated\":\"2026-06-01T12:00:00Z\"}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void updated_changes_with_the_name_and_missing_claims_are_empty() {
        String first = world.client.get(Paths.CURRENT_USER, HttpFixture.MEMBER).body();
        world.clock.tick(Duration.ofMillis(250));
        world.tokens.accept(
                "new.token",
                new Caller(new Subject("member"), Profile.EMPTY, Map.of(new OrgName(HttpFixture.ORG), Set.of())));

        HttpResponse<String> answer = world.client.get(Paths.CURRENT_USER, "new.token");

        assertThat(answer.body())
                .startsWith(first.substring(0, first.indexOf(',')))
                .endsWith("\"firstName\":\"\",\"lastName\":\"\",\"email\":\"\","
                        + "\"created\":\"2026-06-01T12:00:00Z\",\"updated\":\"2026-06-01T12:00:00.25Z\"}");
    }

    @Test
    void a_caller_of_another_org_is_denied_before_the_query_is_checked() {
        HttpResponse<String> answer = world.client.get(Paths.CURRENT_USER + "?x=1", HttpFixture.STRANGER);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo(Paths.error("Failed to validate membership for org: demo-org"));
        assertThat(world.audit())
                .extracting(entry -> entry.request().action())
                .containsExactly(Action.GET_CURRENT_USER);
    }

    @Test
    void query_parameters_are_refused() {
        HttpResponse<String> answer = world.client.get(Paths.CURRENT_USER + "?x=1", HttpFixture.MEMBER);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(Paths.error("Unknown query parameter specified in request: x"));
    }
}
