package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.allFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.fixed;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.rolesFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.serviceAccount;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.CallerAuthenticator.Authentication;
import io.nicotask.application.port.CallerAuthenticator.Authentication.Rejected;
import io.nicotask.application.port.CallerAuthenticator.Rejection;
import io.nicotask.domain.access.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How tokens give memberships of orgs. */
final class ClaimMapperTest extends ClaimMappingFixture {

    static final List<Object> SPELLINGS = List.of(
            List.of("PROVIDER_ADMIN", "VIEWER"),
            List.of("PROVIDER_ADMIN", "VIEWER", "", "VIEWER"),
            List.of("PROVIDER_ADMIN", " NICO_PROVIDER_ADMIN", "NO\nPROVIDER_ADMIN", "VIEWER", "A VIEWER"),
            List.of("PROVIDER_ADMIN", "other-app/NO_PROVIDER_ADMIN", "globex:NICO_PROVIDER_ADMIN", "VIEWER"),
            Arrays.asList("PROVIDER_ADMIN", 7, null, List.of("NESTED"), Map.of(), "VIEWER"),
            "PROVIDER_ADMIN,VIEWER",
            "PROVIDER_ADMIN;VIEWER",
            "PROVIDER_ADMIN VIEWER",
            " ,PROVIDER_ADMIN ;,\t VIEWER;",
            "PROVIDER_ADMIN other-app/NO_PROVIDER_ADMIN globex: NICO_PROVIDER_ADMIN; VIEWER");

    static final List<Object> NO_ROLES = List.of("", " , ;", List.of(), 7, true, Map.of("PROVIDER_ADMIN", true));

    static final List<Object> NO_ORGS = List.of("", " ", "\u0000", "\ud800x", 7, List.of("tea-party"), Map.of());

    @Test
    void kind_a_gives_fixed_roles_in_a_fixed_org() {
        Caller caller =
                caller(TokenBuilder.ofAlice().claim("roles", "TENANT_ADMIN"), fixed("Acme", List.of("PROVIDER_ADMIN")));

        assertThat(caller.memberships()).isEqualTo(Map.of(org("acme"), roles("PROVIDER_ADMIN")));
    }

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    void kind_b_gives_the_roles_of_the_token_in_a_fixed_org(Object spelling) {
        Caller caller = caller(TokenBuilder.ofAlice().claim("roles", spelling), rolesFromToken("acme", "roles"));

        assertThat(caller.memberships()).isEqualTo(Map.of(org("acme"), roles("PROVIDER_ADMIN", "VIEWER")));
    }

    @ParameterizedTest
    @FieldSource("NO_ROLES")
    void kind_b_gives_a_membership_without_roles_when_the_token_has_none(Object none) {
        Caller caller = caller(TokenBuilder.ofAlice().claim("roles", none), rolesFromToken("acme", "roles"));

        assertThat(caller.memberships()).isEqualTo(Map.of(org("acme"), roles()));
        assertThat(caller(TokenBuilder.ofAlice(), rolesFromToken("acme", "roles"))
                        .memberships())
                .isEqualTo(Map.of(org("acme"), roles()));
    }

    @Test
    void kind_c_gives_both_admin_roles_to_machines() {
        Caller caller = caller(TokenBuilder.ofAlice(), serviceAccount("robots"));

        assertThat(caller.memberships()).isEqualTo(Map.of(org("robots"), roles("PROVIDER_ADMIN", "TENANT_ADMIN")));
    }

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    void kind_d_gives_org_and_roles_of_the_token(Object spelling) {
        TokenBuilder token =
                TokenBuilder.ofAlice().claim("tenant_id", " Wonderland ").claim("roles", spelling);

        Caller caller = caller(token, allFromToken("tenant_id", "roles"));

        assertThat(caller.memberships()).isEqualTo(Map.of(org("wonderland"), roles("PROVIDER_ADMIN", "VIEWER")));
    }

    @ParameterizedTest
    @FieldSource("NO_ORGS")
    void kind_d_gives_no_membership_when_the_token_names_no_org(Object none) {
        TokenBuilder token = TokenBuilder.ofAlice().claim("tenant_id", none).claim("roles", "PROVIDER_ADMIN");

        assertThat(caller(token, allFromToken("tenant_id", "roles")).memberships())
                .isEmpty();
        assertThat(caller(token.without("tenant_id"), allFromToken("tenant_id", "roles"))
                        .memberships())
                .isEmpty();
    }

    @Test
    void the_memberships_of_all_mappings_of_an_issuer_are_combined() {
        TokenBuilder token = TokenBuilder.ofAlice()
                .claim("realm_access", Map.of("roles", List.of("VIEWER")))
                .claim("org", "wonderland");

        Caller caller = caller(
                token,
                fixed("acme", List.of("PROVIDER_ADMIN")),
                rolesFromToken("acme2", "realm_access.roles"),
                serviceAccount("robots"),
                allFromToken("org", "roles"));

        assertThat(caller.memberships())
                .isEqualTo(Map.of(
                        org("acme"), roles("PROVIDER_ADMIN"),
                        org("acme2"), roles("VIEWER"),
                        org("robots"), roles("PROVIDER_ADMIN", "TENANT_ADMIN"),
                        org("wonderland"), roles()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.roles", "dotted.name.roles", "https://acme.example.com/claims.roles", "a.b\\roles"})
    void a_path_finds_nested_claims_and_names_with_dots(String path) {
        Map<String, Object> roles = Map.of("roles", List.of("VIEWER"));
        TokenBuilder token = TokenBuilder.ofAlice()
                .claim("a", Map.of("b", roles))
                .claim("a.b\\roles", "VIEWER")
                .claim("dotted.name", roles)
                .claim("dotted", Map.of("name", "a text"))
                .claim("https://acme.example.com/claims", roles);

        Caller caller = caller(token, rolesFromToken("acme", path));

        assertThat(caller.memberships()).isEqualTo(Map.of(org("acme"), roles("VIEWER")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a.b.c", "a.x.roles", "sub.roles", ".", "..", "a..roles", "roles"})
    void a_path_without_a_claim_finds_no_roles(String path) {
        TokenBuilder token = TokenBuilder.ofAlice().claim("a", Map.of("b", Map.of("roles", List.of("VIEWER"))));

        assertThat(caller(token, rolesFromToken("acme", path)).memberships()).isEqualTo(Map.of(org("acme"), roles()));
    }

    @Test
    void roles_keep_their_case() {
        Caller caller =
                caller(TokenBuilder.ofAlice().claim("roles", "provider_admin"), rolesFromToken("acme", "roles"));

        assertThat(caller.memberships()).isEqualTo(Map.of(org("acme"), roles("provider_admin")));
        assertThat(caller.isProviderAdminOf(org("acme"))).isFalse();
    }

    @Test
    void roles_that_cannot_be_stored_are_ignored() {
        Caller caller = caller(
                TokenBuilder.ofAlice().claim("roles", List.of("A\u0000", "\ud800", "VIEWER")),
                rolesFromToken("acme", "roles"));

        assertThat(caller.memberships()).isEqualTo(Map.of(org("acme"), roles("VIEWER")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "ACME", " Acme\t", "aCme", "robots", "Elsewhere"})
    void a_token_cannot_name_an_org_that_is_configured_for_any_issuer(String name) {
        AuthModule module = AuthFixture.ready(closeAfterTest(AuthFixture.start(
                issuer(fixed("acme", List.of("VIEWER")), serviceAccount("robots"), allFromToken("org", "roles")),
                otherIssuer(rolesFromToken("elsewhere", "roles")))));

        Authentication authentication = module.authenticator()
                .authenticate(TokenBuilder.ofAlice()
                        .claim("org", name)
                        .claim("roles", "PROVIDER_ADMIN")
                        .signedBy(TestKey.RSA));

        assertThat(authentication).isEqualTo(new Rejected(Rejection.RESERVED_ORG));
    }
}
