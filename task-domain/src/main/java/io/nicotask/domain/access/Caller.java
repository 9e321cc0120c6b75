package io.nicotask.domain.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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
}
