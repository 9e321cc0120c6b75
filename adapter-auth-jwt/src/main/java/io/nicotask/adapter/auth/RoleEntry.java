package io.nicotask.adapter.auth;

import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.OrgName;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A role as it is written in tokens and settings: {@code <ROLE>}, or {@code <org>:<ROLE>} for a role in that org only.
 *
 * @param org the org that the entry names, or null when it names none
 * @param role the role
 */
record RoleEntry(@Nullable OrgName org, Role role) {

    /** An org's name before a colon contains no blank, separator or invisible character. */
    private static final Pattern ENTRY = Pattern.compile("(?:([^:,;\\p{Z}\\p{C}]+):)?(.+)");

    /**
     * Commas, semicolons and blanks, but not beside a colon: in {@code globex: PROVIDER_ADMIN} the role must not be
     * separated from its org. A piece that contains a separator is no entry.
     */
    private static final Pattern SEPARATORS = Pattern.compile("(?<![:,;\\s])[,;\\s]++(?!:)");

    /** Parses the whole text as one entry; empty when it is none. */
    static Optional<RoleEntry> parse(String text) {
        Matcher matcher = ENTRY.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String org = matcher.group(1);
        return Role.parse(matcher.group(2)).map(role -> new RoleEntry(org == null ? null : new OrgName(org), role));
    }

    /** Returns the entries of the array or text at the path; skips everything else. */
    static Stream<RoleEntry> at(String path, TokenClaims claims) {
        return claims.textsAt(path, SEPARATORS).stream().flatMap(text -> parse(text).stream());
    }

    /** Returns the roles that the entries at the path give in the org: those that name it and those that name none. */
    static Set<Role> rolesIn(OrgName org, String path, TokenClaims claims) {
        return at(path, claims)
                .filter(entry -> entry.appliesIn(org))
                .map(RoleEntry::role)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether the entry gives its role in the org, of which a mapping makes the caller a member. */
    boolean appliesIn(OrgName memberOrg) {
        return org == null || org.equals(memberOrg);
    }
}
