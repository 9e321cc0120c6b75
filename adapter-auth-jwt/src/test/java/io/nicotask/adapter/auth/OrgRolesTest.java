package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.allFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.fixed;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.orgRolesFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.rolesFromToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.OrgName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Roles that name an org are held in that org only. */
final class OrgRolesTest extends ClaimMappingFixture {

    static final List<Object> OF_THIS_ORG = List.of(
            List.of("acme:NICO_PROVIDER_ADMIN"),
            List.of("ACME:NICO_PROVIDER_ADMIN"),
            "acme:NICO_PROVIDER_ADMIN",
            " aCme:NICO_PROVIDER_ADMIN ,; acme:NICO_PROVIDER_ADMIN");

    /** Spellings of a role of the org globex. */
    static final List<Object> OF_ANOTHER_ORG = List.of(
            List.of("globex:NICO_PROVIDER_ADMIN"),
            List.of("globex:", "globex::PROVIDER_ADMIN", "globex:acme:PROVIDER_ADMIN", "acme:globex:PROVIDER_ADMIN"),
            List.of("globex: PROVIDER_ADMIN", "globex :PROVIDER_ADMIN", "globex:\nPROVIDER_ADMIN"),
            List.of("globex/acme:PROVIDER_ADMIN", "*:PROVIDER_ADMIN", ":PROVIDER_ADMIN", "acm\u0435:PROVIDER_ADMIN"),
            "globex:NICO_PROVIDER_ADMIN",
            "globex:NICO_PROVIDER_ADMIN,globex:PROVIDER_ADMIN",
            "globex: PROVIDER_ADMIN",
            "globex :PROVIDER_ADMIN",
            "globex\n:\n\tPROVIDER_ADMIN",
            "globex:,PROVIDER_ADMIN",
            "globex ;:; PROVIDER_ADMIN");

    @ParameterizedTest
    @FieldSource("OF_ANOTHER_ORG")
    void a_role_of_another_org_gives_no_role_in_this_one(Object entries) {
        TokenBuilder token = TokenBuilder.ofAlice().claim("org", "acme").claim("roles", entries);

        assertThat(caller(token, rolesFromToken("acme", "roles")).memberships())
                .isEqualTo(Map.of(org("acme"), roles()));
        assertThat(caller(token, allFromToken("org", "roles")).memberships()).isEqualTo(Map.of(org("acme"), roles()));
        assertThat(caller(token, orgRolesFromToken("roles")).memberships()).doesNotContainKey(org("acme"));
    }

    @ParameterizedTest
    @FieldSource("OF_THIS_ORG")
    void a_role_of_this_org_counts_in_every_kind(Object entries) {
        TokenBuilder token = TokenBuilder.ofAlice().claim("org", "acme").claim("roles", entries);
        Map<OrgName, Set<Role>> expected = Map.of(org("acme"), roles("NICO_PROVIDER_ADMIN"));

        assertThat(caller(token, rolesFromToken("Acme", "roles")).memberships()).isEqualTo(expected);
        assertThat(caller(token, allFromToken("org", "roles")).memberships()).isEqualTo(expected);
        assertThat(caller(token, orgRolesFromToken("roles")).memberships()).isEqualTo(expected);
        assertThat(caller(token, fixed("acme", List.of("Acme:NICO_PROVIDER_ADMIN")))
                        .memberships())
                .isEqualTo(expected);
    }

    @Test
    void kind_e_gives_the_roles_of_many_orgs() {
        List<String> entries =
                List.of("acme:VIEWER", "ACME:PROVIDER_ADMIN", "globex:VIEWER", "PROVIDER_ADMIN", "empty:");
        TokenBuilder token = TokenBuilder.ofAlice().claim("realm_access", Map.of("roles", entries));

        Caller caller = caller(token, orgRolesFromToken("realm_access.roles"));

        assertThat(caller.memberships())
                .isEqualTo(Map.of(
                        org("acme"), roles("PROVIDER_ADMIN", "VIEWER"),
                        org("globex"), roles("VIEWER")));
    }

    @Test
    void the_roles_of_several_mappings_of_kind_e_are_combined() {
        TokenBuilder token = TokenBuilder.ofAlice().claim("a", "acme:VIEWER").claim("b", "acme:OPERATOR,globex:VIEWER");

        Caller caller = caller(token, orgRolesFromToken("a"), orgRolesFromToken("b"));

        assertThat(caller.memberships())
                .isEqualTo(Map.of(org("acme"), roles("VIEWER", "OPERATOR"), org("globex"), roles("VIEWER")));
    }

    @Test
    void kind_e_gives_no_role_in_an_org_that_another_mapping_names() {
        TokenBuilder token = TokenBuilder.ofAlice()
                .claim("org", "Wonderland")
                .claim("roles", "VIEWER")
                .claim(
                        "entries",
                        "acme:PROVIDER_ADMIN elsewhere:PROVIDER_ADMIN wonderland:PROVIDER_ADMIN globex:VIEWER");
        AuthModule module = AuthFixture.ready(closeAfterTest(AuthFixture.start(
                issuer(orgRolesFromToken("entries"), fixed("acme", List.of("VIEWER")), allFromToken("org", "roles")),
                otherIssuer(rolesFromToken("Elsewhere", "roles")))));

        Caller caller = AuthFixture.callerOf(module, token.signedBy(TestKey.RSA));

        assertThat(caller.memberships())
                .isEqualTo(Map.of(
                        org("acme"), roles("VIEWER"),
                        org("wonderland"), roles("VIEWER"),
                        org("globex"), roles("VIEWER")));
    }
}
