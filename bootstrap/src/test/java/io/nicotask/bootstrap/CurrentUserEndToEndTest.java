package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first request that a new user makes. */
@ExtendWith(SharedServers.class)
final class CurrentUserEndToEndTest {

    private static final String PATH = "/v2/org/demo-org/nico/user/current";

    private final RunningServer server;

    CurrentUserEndToEndTest(LiveServer live) {
        this.server = live.server();
    }

    /** What {@code curl -X GET -H "Content-Type: application/json" -H "Authorization: Bearer …"} sends. */
    @Test
    void a_get_with_a_content_type_and_a_token_tells_who_is_asking() {
        Reply reply = get(PATH, server.token("demo-org"));

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
    void who_is_no_member_of_the_org_is_denied() {
        Reply reply = get(PATH, server.token("elsewhere", "PROVIDER_ADMIN"));

        assertThat(reply).isEqualTo(Reply.error(403, "Failed to validate membership for org: demo-org"));
    }

    private Reply get(String path, String token) {
        return Reply.of(server.send(server.request(path, token)
                .header("Content-Type", "application/json")
                .GET()));
    }
}
