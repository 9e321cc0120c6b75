package io.nicotask.adapter.auth;

import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.allFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.fixed;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.orgRolesFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.rolesFromToken;
import static io.nicotask.adapter.auth.AuthModule.ClaimMapping.serviceAccount;
import static io.nicotask.adapter.auth.HostileClaims.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.adapter.auth.AuthModule.IssuerSettings;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A claim that names one org gives no right in another. */
final class OrgIsolationTest {

    private static final long SEED = 33;
    private static final int TOKENS = 5_000;
    private static final String PATH = "realm_access.roles";

    /** The org that the mapping of another issuer names. */
    private static final String RESERVED = "acme";

    /** The claim mappings of an issuer, and the memberships that claims justify under them. */
    enum Kind {
        A(fixed(HOME, List.of("VIEWER", "Backup-ORG:OPERATOR"))) {
            @Override
            Map<String, Set<String>> justified(Map<String, Object> claims) {
                return Map.of(HOME, Set.of("VIEWER", "OPERATOR"));
            }
        },
        B(rolesFromToken(HOME, PATH)) {
            @Override
            Map<String, Set<String>> justified(Map<String, Object> claims) {
                return Map.of(HOME, new ExpectedRoles(claims).in(HOME));
            }
        },
        C(serviceAccount(HOME)) {
            @Override
            Map<String, Set<String>> justified(Map<String, Object> claims) {
                return Map.of(HOME, Set.of("PROVIDER_ADMIN", "TENANT_ADMIN"));
            }
        },
        D(allFromToken("org", PATH)) {
            @Override
            Map<String, Set<String>> justified(Map<String, Object> claims) {
                return orgOf(claims)
                        .map(org -> Map.of(org, new ExpectedRoles(claims).in(org)))
                        .orElseGet(Map::of);
            }
        },
        E(orgRolesFromToken(PATH)) {
            @Override
            Map<String, Set<String>> justified(Map<String, Object> claims) {
                return new ExpectedRoles(claims).inNamedOrgsBut(RESERVED);
            }
        },
        D_AND_E(orgRolesFromToken(PATH), allFromToken("org", "none")) {
            @Override
            Map<String, Set<String>> justified(Map<String, Object> claims) {
                Map<String, Set<String>> rights = new HashMap<>(E.justified(claims));
                orgOf(claims).ifPresent(org -> rights.put(org, Set.of()));
                return rights;
            }
        };

        @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of records
        private final List<ClaimMapping> mappings;

        Kind(ClaimMapping... mappings) {
            this.mappings = List.of(mappings);
        }

        abstract Map<String, Set<String>> justified(Map<String, Object> claims);

        Issuer issuer() {
            return new IssuerFactory(
                            AuthFixture.settings(
                                    AuthFixture.issuer("jwks.json", mappings.toArray(ClaimMapping[]::new)),
                                    new IssuerSettings(
                                            "other",
                                            "https://other.example.com",
                                            AuthFixture.jwks("jwks.json"),
                                            List.of(),
                                            List.of(),
                                            List.of(rolesFromToken(RESERVED, PATH)))),
                            AuthFixture.clock())
                    .issuers()
                    .getFirst();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_caller_has_the_memberships_that_its_claims_justify_and_no_others(Kind kind) {
        HostileClaims hostile = new HostileClaims(SEED);
        Issuer issuer = kind.issuer();

        for (int i = 0; i < TOKENS; i++) {
            Map<String, Object> claims = hostile.claims();

            boolean refused = issuer.findsReservedOrg(new TokenClaims(claims));

            assertThat(refused).as("%s", claims).isEqualTo(mustBeRefused(kind, claims));
            if (!refused) {
                assertThat(membershipsOf(callerOf(issuer, claims)))
                        .as("%s", claims)
                        .isEqualTo(kind.justified(claims));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"A", "C"},
            mode = EnumSource.Mode.EXCLUDE)
    void roles_of_other_orgs_give_no_role_in_the_home_org(Kind kind) {
        HostileClaims hostile = new HostileClaims(SEED);
        Issuer issuer = kind.issuer();

        for (int i = 0; i < TOKENS; i++) {
            Map<String, Object> claims = hostile.claimsOfOtherOrgs();

            Caller caller = callerOf(issuer, claims);

            assertThat(caller.memberships().getOrDefault(new OrgName(HOME), Set.of()))
                    .as("%s", claims)
                    .isEmpty();
        }
    }

    /** Checks that some generated claims give rights and some do not; otherwise the tests above would find nothing. */
    @ParameterizedTest
    @EnumSource(
            names = {"A", "C"},
            mode = EnumSource.Mode.EXCLUDE)
    void some_generated_claims_give_admin_rights_and_some_do_not(Kind kind) {
        HostileClaims hostile = new HostileClaims(SEED);

        long admins = 0;
        for (int i = 0; i < TOKENS; i++) {
            Set<String> roles = kind.justified(hostile.claims()).getOrDefault(HOME, Set.of());
            admins += roles.stream().anyMatch(ExpectedRoles::isProviderAdmin) ? 1 : 0;
        }

        assertThat(admins).isBetween(TOKENS / 50L, TOKENS / 2L);
    }

    private static boolean mustBeRefused(Kind kind, Map<String, Object> claims) {
        boolean takesOrg = kind == Kind.D || kind == Kind.D_AND_E;
        return takesOrg && orgOf(claims).filter(RESERVED::equals).isPresent();
    }

    private static Optional<String> orgOf(Map<String, Object> claims) {
        return claims.get("org") instanceof String org && !org.isBlank()
                ? Optional.of(ExpectedRoles.lowerCase(org.strip()))
                : Optional.empty();
    }

    private static Caller callerOf(Issuer issuer, Map<String, Object> claims) {
        return issuer.callerOf(new Subject("idp/mallory"), new TokenClaims(claims));
    }

    private static Map<String, Set<String>> membershipsOf(Caller caller) {
        return caller.memberships().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().value(),
                        entry -> entry.getValue().stream().map(Role::name).collect(Collectors.toSet())));
    }
}
