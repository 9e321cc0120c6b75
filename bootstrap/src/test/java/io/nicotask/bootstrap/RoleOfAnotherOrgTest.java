package io.nicotask.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A role that a token grants for one org gives no right in another, with any kind of claim mapping. */
@ExtendWith(SharedServers.class)
final class RoleOfAnotherOrgTest {

    static final List<Object> OF_ANOTHER_ORG = List.of(
            List.of("globex:NICO_PROVIDER_ADMIN"),
            List.of("other-app/NO_PROVIDER_ADMIN"),
            List.of("NO\n_PROVIDER_ADMIN"),
            List.of("NO _PROVIDER_ADMIN"),
            "globex:NICO_PROVIDER_ADMIN",
            "globex: NICO_PROVIDER_ADMIN");

    private static final HttpReply NO_ROLE = HttpReply.error(403, "User does not have Provider Admin role with org");

    private final IdleServer idle;

    RoleOfAnotherOrgTest(IdleServer idle) {
        this.idle = idle;
    }

    @ParameterizedTest
    @FieldSource("OF_ANOTHER_ORG")
    void it_gives_no_right_in_the_fixed_org_of_kind_b(Object roles) {
        assertDenied(IdleServer.PARTNER_ORG, partner(roles));
    }

    @ParameterizedTest
    @FieldSource("OF_ANOTHER_ORG")
    void it_gives_no_right_in_the_org_of_kind_d(Object roles) {
        assertDenied(
                IdleServer.ORG,
                BearerTokenBuilder.of(IdleServer.ORG).claim("roles", roles).signed());
    }

    @Test
    void a_role_of_the_same_org_gives_its_right() {
        String token = partner(List.of("Beta-Org:NICO_PROVIDER_ADMIN"));

        HttpReply reply = cancel(IdleServer.PARTNER_ORG, token);

        assertThat(reply).isEqualTo(HttpReply.error(400, "Failed to retrieve Infrastructure Provider for org"));
    }

    @Test
    void kind_e_gives_roles_only_in_the_orgs_of_the_entries() {
        String entries = "acme:NICO_PROVIDER_ADMIN,globex:VIEWER,robots:PROVIDER_ADMIN,beta-org:PROVIDER_ADMIN";
        String token = BearerTokenBuilder.ofAdmin("elsewhere")
                .claim("org_roles", entries)
                .signed();

        assertThat(idle.get("/v2/org/Acme/nico/task?siteId=" + IdleServer.SITE, token)
                        .status())
                .isEqualTo(200);
        assertDenied("globex", token);
        for (String org : List.of(IdleServer.RESERVED_ORG, IdleServer.PARTNER_ORG, "umbrella")) {
            assertThat(cancel(org, token))
                    .isEqualTo(HttpReply.error(403, "Failed to validate membership for org: " + org));
        }
    }

    private void assertDenied(String org, String token) {
        assertThat(cancel(org, token)).isEqualTo(NO_ROLE);
        assertThat(idle.get("/v2/org/" + org + "/nico/task?siteId=" + IdleServer.SITE, token))
                .isEqualTo(NO_ROLE);
        assertThat(idle.post("/v2/org/" + org + "/nico/task", token, "{}")).isEqualTo(NO_ROLE);
    }

    private HttpReply cancel(String org, String token) {
        return idle.post(TaskPath.NEW.cancel(org, "no-uuid"), token, "{");
    }

    private static String partner(Object roles) {
        return BearerTokenBuilder.of("ignored")
                .claim("iss", IdleServer.PARTNERS)
                .claim("realm_access", Map.of("roles", roles))
                .signed();
    }
}
