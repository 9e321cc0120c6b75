package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.allFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.fixed;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.orgRolesFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.rolesFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.serviceAccount;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.adapter.auth.AuthModule.Jwks;
import io.nicotask.adapter.auth.AuthModule.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that contradict themselves are refused with one sentence. */
final class IssuerFactoryTest {

    private static final String KIND_MESSAGE =
            "The claimMappings[0] of the issuer idp must be of exactly one kind: orgName with roles (A), with rolesAttribute"
                    + " (B) or with isServiceAccount (C), orgAttribute with rolesAttribute (D), or orgRolesAttribute"
                    + " (E).";

    static final List<ClaimMapping> OF_NO_KIND = List.of(
            fixed("acme", List.of()),
            fixed(" ", List.of("VIEWER")),
            rolesFromToken("acme", ""),
            rolesFromToken("", "roles"),
            serviceAccount(""),
            allFromToken("org", " "),
            allFromToken("", "roles"),
            orgRolesFromToken(" "),
            new ClaimMapping(null, List.of(), null, false, null, null, null),
            new ClaimMapping(null, List.of("VIEWER"), null, false, "org", null, null),
            new ClaimMapping(null, List.of(), null, true, "org", null, null),
            new ClaimMapping(null, List.of(), null, true, null, null, null));

    static final List<ClaimMapping> OF_TWO_KINDS = List.of(
            new ClaimMapping("acme", List.of("VIEWER"), "roles", false, null, null, null),
            new ClaimMapping("acme", List.of("VIEWER"), null, true, null, null, null),
            new ClaimMapping("acme", List.of(), "roles", true, null, null, null),
            new ClaimMapping("acme", List.of(), "roles", false, "org", null, null),
            new ClaimMapping("acme", List.of(), "roles", false, null, "org_name", null),
            new ClaimMapping(null, List.of("VIEWER"), "roles", false, "org", null, null),
            new ClaimMapping(null, List.of(), "roles", true, "org", null, null),
            new ClaimMapping("acme", List.of(), null, false, null, null, "entries"),
            new ClaimMapping("acme", List.of("VIEWER"), null, false, null, null, "entries"),
            new ClaimMapping(null, List.of(), "roles", false, null, null, "entries"),
            new ClaimMapping(null, List.of(), "roles", false, "org", null, "entries"),
            new ClaimMapping(null, List.of(), null, false, "org", null, "entries"),
            new ClaimMapping(null, List.of(), null, false, null, "org_name", "entries"),
            new ClaimMapping(null, List.of(), null, true, null, null, "entries"));

    @ParameterizedTest
    @FieldSource({"OF_NO_KIND", "OF_TWO_KINDS"})
    void a_mapping_must_be_of_exactly_one_kind(ClaimMapping mapping) {
        assertRefused(KIND_MESSAGE, issuer("idp", "https://a", mapping));
    }

    @Test
    void names_and_urls_of_issuers_must_be_unique() {
        assertRefused(
                "The issuer name idp is used more than once.",
                issuer("idp", "https://a", fixed("acme", List.of("VIEWER"))),
                issuer("idp", "https://b", fixed("bcme", List.of("VIEWER"))));
        assertRefused(
                "The issuer URL https://a is used more than once.",
                issuer("idp", "https://a", fixed("acme", List.of("VIEWER"))),
                issuer("other", "https://a", fixed("bcme", List.of("VIEWER"))));
    }

    @Test
    void an_org_may_be_named_by_one_mapping_of_all_issuers_only() {
        String message = "The org acme is named by more than one claim mapping.";

        assertRefused(
                message, issuer("idp", "https://a", fixed("acme", List.of("VIEWER")), rolesFromToken("Acme", "roles")));
        assertRefused(
                message,
                issuer("idp", "https://a", fixed("acme", List.of("VIEWER"))),
                issuer("other", "https://b", serviceAccount(" ACME ")));
    }

    @Test
    void one_mapping_of_all_issuers_only_may_take_the_org_from_the_token() {
        assertRefused(
                "Only one claim mapping of all issuers may take the org from the token (orgAttribute), but 2 do.",
                issuer("idp", "https://a", allFromToken("org", "roles")),
                issuer("other", "https://b", serviceAccount("robots"), allFromToken("tenant", "roles")));
    }

    @Test
    void one_issuer_only_may_take_orgs_from_its_tokens() {
        String message =
                "Only one issuer may take orgs from its tokens (orgAttribute, orgRolesAttribute), but idp and other do.";

        assertRefused(
                message,
                issuer("idp", "https://a", orgRolesFromToken("entries")),
                issuer("other", "https://b", serviceAccount("robots"), orgRolesFromToken("entries")));
        assertRefused(
                message,
                issuer("idp", "https://a", orgRolesFromToken("entries")),
                issuer("other", "https://b", allFromToken("org", "roles")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "NICO PROVIDER_ADMIN",
                " VIEWER",
                "a/VIEWER",
                "acme:",
                ":VIEWER",
                "a:b:VIEWER",
                "acme: VIEWER"
            })
    void an_invalid_fixed_role_is_named_in_the_message(String role) {
        assertRefused(
                "The role \"%s\" of the org acme is no role: a role is made of A-Z a-z 0-9 _ . - only.".formatted(role),
                issuer("idp", "https://a", fixed("acme", List.of("VIEWER", role))));
    }

    @Test
    void a_fixed_role_with_a_line_break_is_named_in_one_line_of_the_message() {
        assertRefused(
                "The role \"NO?PROVIDER_ADMIN\" of the org acme is no role: a role is made of A-Z a-z 0-9 _ . - only.",
                issuer("idp", "https://a", fixed("acme", List.of("NO\nPROVIDER_ADMIN"))));
    }

    @Test
    void a_fixed_role_of_another_org_is_named_in_the_message() {
        assertRefused(
                "The role \"globex:NICO_PROVIDER_ADMIN\" in the claim mapping of the org acme is a role of another org.",
                issuer("idp", "https://a", fixed("acme", List.of("globex:NICO_PROVIDER_ADMIN"))));
    }

    @Test
    void an_issuer_and_a_claim_mapping_are_required() {
        assertRefused("At least one issuer of tokens must be configured.");
        assertRefused("The issuer idp must have a claim mapping.", issuer("idp", "https://a"));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void an_issuers_name_must_be_storable_and_have_no_slash(String name) {
        assertRefused(
                "An issuer's name must have 1 to 64 characters and no slash, but is '%s'."
                        .formatted(name.replaceAll("[\u0000\ud800]", "?")),
                issuer(name, "https://a", serviceAccount("robots")));
    }

    static Stream<String> badNames() {
        return Stream.of("", " ", "a/b", "x".repeat(65), "a\u0000", "\ud800");
    }

    @Test
    void an_issuer_url_is_required() {
        assertRefused("The issuer idp must have an issuer URL.", issuer("idp", " ", serviceAccount("robots")));
    }

    @Test
    void audiences_and_scopes_must_not_be_blank() {
        String message = "The audiences and scopes of the issuer idp must not be blank.";
        Jwks jwks = AuthFixture.jwks("keys.json");
        List<ClaimMapping> mappings = List.of(serviceAccount("robots"));

        assertRefused(message, new IssuerSettings("idp", "https://a", jwks, List.of(""), List.of(), mappings));
        assertRefused(message, new IssuerSettings("idp", "https://a", jwks, List.of(), List.of("a", " "), mappings));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "http://",
                "https:",
                "http:///keys",
                "http://no host/keys",
                "https://[::/keys",
                "file:",
                "file:keys.json",
                "file://host/keys.json",
                "keys\u0000.json"
            })
    void a_location_of_keys_must_be_a_url_or_a_path(String location) {
        assertRefused(
                "The jwks of the issuer idp must be an http, https or file URL or the path of a file, but is '%s'."
                        .formatted(location.replace('\u0000', '?')),
                new IssuerSettings(
                        "idp",
                        "https://a",
                        AuthFixture.jwks(location),
                        List.of(),
                        List.of(),
                        List.of(serviceAccount("robots"))));
    }

    @Test
    void durations_must_not_be_negative_or_zero() {
        IssuerSettings withoutTimeout = new IssuerSettings(
                "idp",
                "https://a",
                new Jwks("keys.json", Duration.ZERO),
                List.of(),
                List.of(),
                List.of(serviceAccount("robots")));
        List<IssuerSettings> issuers = List.of(issuer("idp", "https://a", serviceAccount("robots")));

        assertRefused("The jwksTimeout of the issuer idp must be longer than zero, but is 0 ms.", withoutTimeout);
        assertThatThrownBy(() -> new Settings(issuers, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The clock skew must not be negative, but is PT-1S.");
    }

    @Test
    void consistent_settings_are_accepted() {
        IssuerSettings one = issuer(
                "My IdP",
                "https://a",
                fixed("acme", List.of("VIEWER")),
                rolesFromToken("acme2", "roles"),
                serviceAccount("robots"),
                new ClaimMapping(null, List.of(), "roles", false, "org", "org_name", null),
                orgRolesFromToken("realm_access.roles"),
                orgRolesFromToken("more.roles"));
        IssuerSettings two = issuer("other", "https://b", serviceAccount("more-robots"));

        assertThatCode(() -> AuthModule.start(AuthFixture.settings(one, two), AuthFixture.clock())
                        .close())
                .doesNotThrowAnyException();
    }

    private static IssuerSettings issuer(String name, String url, ClaimMapping... mappings) {
        return new IssuerSettings(name, url, AuthFixture.jwks("keys.json"), List.of(), List.of(), List.of(mappings));
    }

    private static void assertRefused(String message, IssuerSettings... issuers) {
        assertThatThrownBy(() -> AuthFixture.start(issuers).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
