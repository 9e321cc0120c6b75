package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.AuthModule.ClaimMapping;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.task.Text;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a token makes its caller a member of an org. */
sealed interface Mapping {

    /** The org that the caller belongs to by this mapping, or empty when the token names none. */
    Optional<OrgName> org(Claims claims);

    /** The roles that the caller holds there; there may be none. */
    Set<Role> roles(Claims claims);

    /** The org of every token, or empty when each token names its own. */
    Optional<OrgName> fixedOrg();

    /** The mapping that is meant, or empty when the settings are not of exactly one kind. */
    static Optional<Mapping> of(ClaimMapping settings) {
        String orgName = given(settings.orgName());
        String rolesPath = given(settings.rolesAttribute());
        long sourcesOfRoles = Stream.of(!settings.roles().isEmpty(), rolesPath != null, settings.serviceAccount())
                .filter(given -> given)
                .count();
        if (sourcesOfRoles != 1) {
            return Optional.empty();
        }
        return orgName == null ? ofTokenOrg(settings, rolesPath) : ofFixedOrg(orgName, settings, rolesPath);
    }

    private static Optional<Mapping> ofTokenOrg(ClaimMapping settings, @Nullable String rolesPath) {
        String orgPath = given(settings.orgAttribute());
        return orgPath == null || rolesPath == null
                ? Optional.empty()
                : Optional.of(new AllFromToken(orgPath, rolesPath));
    }

    private static Optional<Mapping> ofFixedOrg(String orgName, ClaimMapping settings, @Nullable String rolesPath) {
        if (given(settings.orgAttribute()) != null || given(settings.orgDisplayAttribute()) != null) {
            return Optional.empty();
        }
        OrgName org = new OrgName(orgName.strip());
        return Optional.of(
                rolesPath == null ? new Fixed(org, fixedRolesOf(settings)) : new RolesFromToken(org, rolesPath));
    }

    private static Set<Role> fixedRolesOf(ClaimMapping settings) {
        return settings.serviceAccount() ? Fixed.BOTH_ADMINS : rolesOf(settings.roles());
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Set<Role> rolesOf(List<String> names) {
        return names.stream()
                .map(String::strip)
                .filter(Mapping::isName)
                .map(Role::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A name that could not be stored names nothing. */
    private static boolean isName(String name) {
        return !name.isBlank() && Text.problem(name, Text.MAX_CHARACTERS).isEmpty();
    }

    /**
     * Kinds A and C: a fixed org with fixed roles. A service account holds both admin roles.
     *
     * @param name the org
     * @param held the roles
     */
    record Fixed(OrgName name, Set<Role> held) implements Mapping {

        private static final Set<Role> BOTH_ADMINS = Set.of(new Role("PROVIDER_ADMIN"), new Role("TENANT_ADMIN"));

        @Override
        public Optional<OrgName> org(Claims claims) {
            return fixedOrg();
        }

        @Override
        public Set<Role> roles(Claims claims) {
            return held;
        }

        @Override
        public Optional<OrgName> fixedOrg() {
            return Optional.of(name);
        }
    }

    /**
     * Kind B: a fixed org with the roles that the token names.
     *
     * @param name the org
     * @param rolesPath where in the claims the roles are
     */
    record RolesFromToken(OrgName name, String rolesPath) implements Mapping {

        private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");

        @Override
        public Optional<OrgName> org(Claims claims) {
            return fixedOrg();
        }

        @Override
        public Set<Role> roles(Claims claims) {
            return rolesOf(claims.words(rolesPath, SEPARATORS));
        }

        @Override
        public Optional<OrgName> fixedOrg() {
            return Optional.of(name);
        }
    }

    /**
     * Kind D: org and roles as the token names them.
     *
     * @param orgPath where in the claims the org is
     * @param rolesPath where the roles are
     */
    record AllFromToken(String orgPath, String rolesPath) implements Mapping {

        @Override
        public Optional<OrgName> org(Claims claims) {
            return claims.text(orgPath)
                    .map(String::strip)
                    .filter(Mapping::isName)
                    .map(OrgName::new);
        }

        @Override
        public Set<Role> roles(Claims claims) {
            return rolesOf(claims.words(rolesPath, RolesFromToken.SEPARATORS));
        }

        @Override
        public Optional<OrgName> fixedOrg() {
            return Optional.empty();
        }
    }
}
