package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.TextConstraints;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps the claims of a token to memberships of orgs. */
sealed interface ClaimMapper {

    /** Returns the orgs that this mapping gives the caller, each with the roles held there, which may be none. */
    Map<OrgName, Set<Role>> memberships(TokenClaims claims);

    /** Returns the org of every token, or empty when each token names its own. */
    Optional<OrgName> fixedOrg();

    /**
     * Returns the mapping for the settings, or empty when they are not of exactly one kind.
     *
     * @throws IllegalArgumentException when a fixed role can never be held in its org; the message is one sentence
     */
    static Optional<ClaimMapper> of(ClaimMapping settings) {
        String rolesPath = blankToNull(settings.rolesAttribute());
        String orgRolesPath = blankToNull(settings.orgRolesAttribute());
        long sourcesOfRoles = Stream.of(
                        !settings.roles().isEmpty(), rolesPath != null, settings.serviceAccount(), orgRolesPath != null)
                .filter(isSet -> isSet)
                .count();
        if (sourcesOfRoles != 1) {
            return Optional.empty();
        }
        String orgName = blankToNull(settings.orgName());
        if (orgName != null) {
            return orgRolesPath == null ? ofFixedOrg(orgName, settings, rolesPath) : Optional.empty();
        }
        return orgRolesPath == null ? ofTokenOrg(settings, rolesPath) : ofTokenOrgs(settings, orgRolesPath);
    }

    private static Optional<ClaimMapper> ofTokenOrg(ClaimMapping settings, @Nullable String rolesPath) {
        String orgPath = blankToNull(settings.orgAttribute());
        return orgPath == null || rolesPath == null
                ? Optional.empty()
                : Optional.of(new AllFromToken(orgPath, rolesPath));
    }

    private static Optional<ClaimMapper> ofTokenOrgs(ClaimMapping settings, String orgRolesPath) {
        return hasOrgClaim(settings) ? Optional.empty() : Optional.of(new OrgRolesFromToken(orgRolesPath));
    }

    private static Optional<ClaimMapper> ofFixedOrg(String orgName, ClaimMapping settings, @Nullable String rolesPath) {
        if (hasOrgClaim(settings)) {
            return Optional.empty();
        }
        OrgName org = new OrgName(orgName.strip());
        return Optional.of(
                rolesPath == null ? new Fixed(org, fixedRolesOf(org, settings)) : new RolesFromToken(org, rolesPath));
    }

    private static boolean hasOrgClaim(ClaimMapping settings) {
        return blankToNull(settings.orgAttribute()) != null || blankToNull(settings.orgDisplayAttribute()) != null;
    }

    private static Set<Role> fixedRolesOf(OrgName org, ClaimMapping settings) {
        return settings.serviceAccount()
                ? Fixed.BOTH_ADMINS
                : settings.roles().stream().map(text -> fixedRole(text, org)).collect(Collectors.toUnmodifiableSet());
    }

    /** Parses a role from the settings. An invalid role in a token is ignored; here it is an operator's error. */
    private static Role fixedRole(String text, OrgName org) {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        RoleEntry entry = RoleEntry.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The role \"%s\" of the org %s is no role: a role is made of A-Z a-z 0-9 _ . - only."
                                .formatted(shown, org)));
        if (!entry.appliesIn(org)) {
            throw new IllegalArgumentException(
                    "The role \"%s\" in the claim mapping of the org %s is a role of another org."
                            .formatted(shown, org));
        }
        return entry.role();
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /**
     * Kinds A and C: a fixed org with fixed roles. A service account holds both admin roles.
     *
     * @param org the org
     * @param roles the roles
     */
    record Fixed(OrgName org, Set<Role> roles) implements ClaimMapper {

        private static final Set<Role> BOTH_ADMINS = Set.of(new Role("PROVIDER_ADMIN"), new Role("TENANT_ADMIN"));

        @Override
        public Map<OrgName, Set<Role>> memberships(TokenClaims claims) {
            return Map.of(org, roles);
        }

        @Override
        public Optional<OrgName> fixedOrg() {
            return Optional.of(org);
        }
    }

    /**
     * Kind B: a fixed org with the roles that the token names.
     *
     * @param org the org
     * @param rolesPath where in the claims the roles are
     */
    record RolesFromToken(OrgName org, String rolesPath) implements ClaimMapper {

        @Override
        public Map<OrgName, Set<Role>> memberships(TokenClaims claims) {
            return Map.of(org, RoleEntry.rolesIn(org, rolesPath, claims));
        }

        @Override
        public Optional<OrgName> fixedOrg() {
            return Optional.of(org);
        }
    }

    /**
     * Kind D: org and roles as the token names them.
     *
     * @param orgPath where in the claims the org is
     * @param rolesPath where the roles are
     */
    record AllFromToken(String orgPath, String rolesPath) implements ClaimMapper {

        @Override
        public Map<OrgName, Set<Role>> memberships(TokenClaims claims) {
            return claims.text(orgPath)
                    .map(String::strip)
                    .filter(AllFromToken::isOrgName)
                    .map(OrgName::new)
                    .map(org -> Map.of(org, RoleEntry.rolesIn(org, rolesPath, claims)))
                    .orElseGet(Map::of);
        }

        /** Returns whether the text can be stored as an org's name. */
        private static boolean isOrgName(String name) {
            return !name.isBlank()
                    && TextConstraints.problem(name, TextConstraints.MAX_CHARACTERS)
                            .isEmpty();
        }

        @Override
        public Optional<OrgName> fixedOrg() {
            return Optional.empty();
        }
    }

    /**
     * Kind E: many orgs in one token, by entries of the form {@code <org>:<ROLE>}. Entries of any other form are
     * ignored, and an org without a role gives no membership.
     *
     * @param path where in the claims the entries are
     */
    record OrgRolesFromToken(String path) implements ClaimMapper {

        @Override
        public Map<OrgName, Set<Role>> memberships(TokenClaims claims) {
            Map<OrgName, Set<Role>> memberships = new HashMap<>();
            RoleEntry.at(path, claims).forEach(entry -> {
                if (entry.org() != null) {
                    memberships
                            .computeIfAbsent(entry.org(), org -> new HashSet<>())
                            .add(entry.role());
                }
            });
            return memberships;
        }

        @Override
        public Optional<OrgName> fixedOrg() {
            return Optional.empty();
        }
    }
}
