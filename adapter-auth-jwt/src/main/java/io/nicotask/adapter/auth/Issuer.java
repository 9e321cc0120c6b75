package io.nicotask.adapter.auth;

import io.nicotask.adapter.auth.ClaimMapper.AllFromToken;
import io.nicotask.adapter.auth.ClaimMapper.OrgRolesFromToken;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Profile;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
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
 * @param name its name in the settings
 * @param url the {@code iss} of its tokens
 * @param requirements what its tokens must have
 * @param mappings map its tokens to memberships of orgs
 * @param reservedOrgs the orgs that mappings of any issuer name in the settings; no token may name them
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
     * The audience and scopes that a token must have.
     *
     * @param audiences the token must have one of them; empty to accept any
     * @param scopes the token must have all of them
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
     * Returns the caller's identity: {@code <name of the issuer>/<sub>}, since two issuers may give the same
     * {@code sub} to different callers. The name replaces the issuer's URL because people read it in audit and history,
     * and because an issuer that moves keeps its callers. A name has no slash, so the two parts are unambiguous.
     *
     * @return empty when the token has no {@code sub} that can be stored
     */
    Optional<Subject> subjectOf(TokenClaims claims) {
        return claims.text("sub")
                .filter(sub -> !sub.isBlank()
                        && TextConstraints.problem(sub, MAX_SUBJECT).isEmpty())
                .map(sub -> new Subject(name + "/" + sub));
    }

    /** Returns the caller with this subject, and with profile and memberships from the claims. */
    Caller callerOf(Subject subject, TokenClaims claims) {
        Profile profile = new Profile(
                profileText(claims, "given_name"), profileText(claims, "family_name"), profileText(claims, "email"));
        return new Caller(subject, profile, membershipsOf(claims));
    }

    /** Ignores entries of kind E for an org that a mapping of another kind names, in the settings or by a claim. */
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

    /** Returns whether a mapping of kind D finds a reserved org in the claims. */
    boolean findsReservedOrg(TokenClaims claims) {
        return mappings.stream()
                .filter(AllFromToken.class::isInstance)
                .flatMap(mapping -> mapping.memberships(claims).keySet().stream())
                .anyMatch(reservedOrgs::contains);
    }

    /** Returns the claim, or an empty text when it is missing or cannot be stored. */
    private static String profileText(TokenClaims claims, String name) {
        return claims.text(name)
                .filter(text -> TextConstraints.problem(text, TextConstraints.MAX_CHARACTERS)
                        .isEmpty())
                .orElse("");
    }
}
