package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first request of a new user. */
@ExtendWith(SharedServers.class)
final class CurrentUserEndToEndTest {

    private static final String PATH = "/v2/org/demo-org/nico/user/current";

    private final RunningServer server;
    private final IdleServer idle;

    CurrentUserEndToEndTest(DefaultServer live, IdleServer idle) {
        this.server = live.server();
        this.idle = idle;
    }

    /** Sends what {@code curl -X GET -H "Content-Type: application/json" -H "Authorization: Bearer …"} sends. */
    @Test
    void a_get_with_a_content_type_and_a_token_returns_the_caller() {
        HttpReply reply = get(PATH, server.token("demo-org"));

        JsonNode user = reply.json();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(user.fieldNames())
                .toIterable()
                .containsExactly("id", "firstName", "lastName", "email", "created", "updated");
        assertThat(user.get("firstName").asText()).isEqualTo("alice");
        assertThat(user.get("lastName").asText()).isEmpty();
        assertThat(get(PATH, server.token("demo-org", "PROVIDER_ADMIN"))).isEqualTo(reply);
    }

    @Test
    void a_caller_outside_the_org_is_denied() {
        String stranger = BearerTokenBuilder.ofAdmin("elsewhere").signed();
        String org = IdleServer.ORG;

        HttpReply reply = idle.assertAddsOnly(
                new AuditedDenial("GET_CURRENT_USER", org, "NOT_A_MEMBER"),
                () -> idle.get("/v2/org/" + org + "/nico/user/current", stranger));

        assertThat(reply).isEqualTo(HttpReply.error(403, "Failed to validate membership for org: " + org));
    }

    private HttpReply get(String path, String token) {
        return HttpReply.of(server.send(server.request(path, token)
                .header("Content-Type", "application/json")
                .GET()));
    }
}
