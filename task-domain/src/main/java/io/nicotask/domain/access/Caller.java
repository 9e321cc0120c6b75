package io.nicotask.domain.access;

import io.nicotask.domain.value.TextConstraints;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An authenticated caller: its identity, and its roles in each org that it is a member of.
 *
 * @param subject the caller's identity
 * @param profile the personal data from the token
 * @param memberships the orgs of the caller, each with the caller's roles there (possibly none)
 */
public record Caller(Subject subject, Profile profile, Map<OrgName, Set<Role>> memberships) {

    public Caller {
        Map<OrgName, Set<Role>> copy = new HashMap<>();
        memberships.forEach((org, roles) -> copy.put(org, Set.copyOf(roles)));
        memberships = Map.copyOf(copy);
    }

    /** Returns whether the caller is a member of the org, with or without roles. */
    public boolean isMemberOf(OrgName org) {
        return memberships.containsKey(org);
    }

    /** Returns whether the caller has a provider-admin role in this org; a role in another org does not count. */
    public boolean isProviderAdminOf(OrgName org) {
        return memberships.getOrDefault(org, Set.of()).stream().anyMatch(Role::grantsProviderAdmin);
    }

    /**
     * Personal data from a token; a field is empty when the token lacks it.
     *
     * @param firstName the given name
     * @param lastName the family name
     * @param email the e-mail address
     */
    public record Profile(String firstName, String lastName, String email) {

        /** A profile without data, as for a machine. */
        public static final Profile EMPTY = new Profile("", "", "");
    }

    /**
     * A role that a caller has in one org; case-sensitive.
     *
     * @param name the role's name, which consists of {@code A-Z a-z 0-9 _ . -} only. So no name can put an org, a path or a
     *     line break in front of a suffix that grants a right.
     */
    public record Role(String name) {

        private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_.-]+");
        private static final String PROVIDER_ADMIN = "PROVIDER_ADMIN";

        public Role {
            if (!GRAMMAR.matcher(name).matches()) {
                throw new IllegalArgumentException("A role is made of A-Z a-z 0-9 _ . - only");
            }
        }

        /** Returns the role with the name, or empty when the text is not a valid name. */
        public static Optional<Role> parse(String text) {
            return GRAMMAR.matcher(text).matches() ? Optional.of(new Role(text)) : Optional.empty();
        }

        /**
         * Returns whether the role lets its holder act for the org's Infrastructure Provider: it is {@code PROVIDER_ADMIN}
         * or ends with {@code _PROVIDER_ADMIN}. {@code XPROVIDER_ADMIN} and {@code PROVIDER_ADMIN_VIEWER} do not.
         */
        public boolean grantsProviderAdmin() {
            return name.equals(PROVIDER_ADMIN) || name.endsWith("_" + PROVIDER_ADMIN);
        }
    }

    /**
     * The identity of a caller: the same in all its tokens, and different from that of every other caller. The claim
     * {@code sub} (RFC 7519, section 4.1.2) is unique per issuer only; the code that creates a subject from it must make it
     * unique across issuers.
     *
     * @param value the identity, never blank; it can be {@linkplain TextConstraints#problem stored}
     */
    public record Subject(String value) {

        public Subject {
            if (value.isBlank()) {
                throw new IllegalArgumentException("A subject must not be blank");
            }
            TextConstraints.problem(value, Integer.MAX_VALUE).ifPresent(problem -> {
                throw new IllegalArgumentException("A subject " + problem);
            });
        }

        @Override
        public String toString() {
            return value;
        }
    }
}
