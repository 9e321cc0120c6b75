package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.ClaimMapper.AllFromToken;
import io.nicotask.adapter.auth.ClaimMapper.OrgRolesFromToken;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Role;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.value.TextConstraints;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An issuer of tokens.
 *
 * @param name what it is called here
 * @param url what its tokens call it
 * @param requirements what it takes to accept its tokens
 * @param mappings how its tokens make members of orgs
 * @param reservedOrgs the orgs that mappings of any issuer name in the settings; no token can name them
 * @param keys its keys
 */
record Issuer(
        String name,
        String url,
        TokenRequirements requirements,
        List<ClaimMapper> mappings,
        Set<OrgName> reservedOrgs,
        IssuerKeys keys) {

    /** The longest {@code sub} (OpenID Connect Core 1.0, section 2). */
    private static final int MAX_SUBJECT = 255;

    /**
     * What a token must have.
     *
     * @param audiences one of these; empty for any
     * @param scopes all of these
     */
    record TokenRequirements(Set<String> audiences, Set<String> scopes) {

        /** A scope may itself contain a comma or semicolon (RFC 6749, section 3.3). */
        private static final Pattern BLANK = Pattern.compile(" +");

        boolean acceptAudience(TokenClaims claims) {
            return audiences.isEmpty() || !Collections.disjoint(audiences, claims.list("aud"));
        }

        boolean acceptScopes(TokenClaims claims) {
            Set<String> held = new HashSet<>();
            List.of("scope", "scp", "scopes").forEach(name -> held.addAll(claims.textsAt(name, BLANK)));
            return held.containsAll(scopes);
        }
    }

    /**
     * The caller's identity: {@code <name of the issuer>/<sub>}, since two issuers may give the same {@code sub} to
     * different callers. The name stands for the issuer's URL because people read it in audit and history, and because
     * an issuer that moves keeps its callers. No name has a slash, so the two parts cannot be confused.
     *
     * @return empty when the token has no {@code sub} that could be stored
     */
    Optional<Subject> subjectOf(TokenClaims claims) {
        return claims.text("sub")
                .filter(sub -> !sub.isBlank()
                        && TextConstraints.problem(sub, MAX_SUBJECT).isEmpty())
                .map(sub -> new Subject(name + "/" + sub));
    }

    /** The caller of that subject. */
    Caller callerOf(Subject subject, TokenClaims claims) {
        Profile profile = new Profile(
                profileText(claims, "given_name"), profileText(claims, "family_name"), profileText(claims, "email"));
        return new Caller(subject, profile, membershipsOf(claims));
    }

    /** An entry of kind E for an org that a mapping of another kind names, in the settings or by a claim, is ignored. */
    private Map<OrgName, Set<Role>> membershipsOf(TokenClaims claims) {
        Map<OrgName, Set<Role>> memberships = membershipsOf(claims, mapping -> mapping instanceof OrgRolesFromToken);
        memberships.keySet().removeAll(reservedOrgs);
        memberships.putAll(membershipsOf(claims, mapping -> !(mapping instanceof OrgRolesFromToken)));
        return memberships;
    }

    private Map<OrgName, Set<Role>> membershipsOf(TokenClaims claims, Predicate<ClaimMapper> kind) {
        Map<OrgName, Set<Role>> memberships = new HashMap<>();
        mappings.stream()
                .filter(kind)
                .forEach(mapping -> mapping.memberships(claims)
                        .forEach((org, roles) -> memberships
                                .computeIfAbsent(org, first -> new HashSet<>())
                                .addAll(roles)));
        return memberships;
    }

    /** Whether a mapping of kind D finds an org in the claims that is reserved. */
    boolean findsReservedOrg(TokenClaims claims) {
        return mappings.stream()
                .filter(AllFromToken.class::isInstance)
                .flatMap(mapping -> mapping.memberships(claims).keySet().stream())
                .anyMatch(reservedOrgs::contains);
    }

    /** What cannot be stored is left out. */
    private static String profileText(TokenClaims claims, String name) {
        return claims.text(name)
                .filter(text -> TextConstraints.problem(text, TextConstraints.MAX_CHARACTERS)
                        .isEmpty())
                .orElse("");
    }
}
