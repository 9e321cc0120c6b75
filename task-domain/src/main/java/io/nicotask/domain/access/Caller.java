package io.nicotask.domain.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * An authenticated caller: who it is, and the roles it holds in each org that it is a member of.
 *
 * @param subject the caller's identity
 * @param profile what the token tells about the person
 * @param memberships the orgs of the caller, each with the roles held there (there may be none)
 */
public record Caller(Subject subject, Profile profile, Map<OrgName, Set<Role>> memberships) {

    public Caller {
        Map<OrgName, Set<Role>> copy = new HashMap<>();
        memberships.forEach((org, roles) -> copy.put(org, Set.copyOf(roles)));
        memberships = Map.copyOf(copy);
    }

    /** Whether the caller belongs to the org, with or without roles. */
    public boolean isMemberOf(OrgName org) {
        return memberships.containsKey(org);
    }

    /** Whether the caller holds a provider-admin role in this very org. */
    public boolean isProviderAdminOf(OrgName org) {
        return memberships.getOrDefault(org, Set.of()).stream().anyMatch(Role::grantsProviderAdmin);
    }

    /**
     * What a token may tell about a person; each text is empty when the token has none.
     *
     * @param firstName the given name
     * @param lastName the family name
     * @param email the e-mail address
     */
    public record Profile(String firstName, String lastName, String email) {

        /** A profile that tells nothing, as for a machine. */
        public static final Profile EMPTY = new Profile("", "", "");
    }
}
