package io.nicotask.adapter.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The roles that claims justify: a second implementation of {@code docs/authentication.md}, character by character. */
final class ExpectedRoles {

    private static final String LETTERS_AND_MORE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";

    /** The roles that name no org. */
    private final Set<String> ofAnyOrg = new HashSet<>();

    /** The roles of each org that is named. */
    private final Map<String, Set<String>> ofOrgs = new HashMap<>();

    /** Reads the claim at {@code realm_access.roles}. */
    ExpectedRoles(Map<String, Object> claims) {
        Object roles = claims.get("realm_access") instanceof Map<?, ?> inner ? inner.get("roles") : null;
        switch (roles) {
            case String text -> pieces(text).forEach(this::add);
            case List<?> array ->
                array.stream().filter(String.class::isInstance).forEach(entry -> add((String) entry));
            case null, default -> {}
        }
    }

    Set<String> in(String org) {
        Set<String> roles = new HashSet<>(ofAnyOrg);
        roles.addAll(ofOrgs.getOrDefault(org, Set.of()));
        return roles;
    }

    Map<String, Set<String>> inNamedOrgsBut(String reserved) {
        Map<String, Set<String>> rest = new HashMap<>(ofOrgs);
        rest.remove(reserved);
        return rest;
    }

    /** Converts ASCII letters only, which is enough for the names in the tests. */
    static String lowerCase(String name) {
        StringBuilder lower = new StringBuilder();
        name.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return lower.toString();
    }

    static boolean isProviderAdmin(String role) {
        return Objects.equals(role, "PROVIDER_ADMIN") || role.endsWith("_PROVIDER_ADMIN");
    }

    private void add(String entry) {
        String[] parts = entry.split(":", -1);
        if (parts.length == 1 && isRole(entry)) {
            ofAnyOrg.add(entry);
        }
        if (parts.length == 2 && isOrg(parts[0]) && isRole(parts[1])) {
            ofOrgs.computeIfAbsent(lowerCase(parts[0]), org -> new HashSet<>()).add(parts[1]);
        }
    }

    private static boolean isRole(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> LETTERS_AND_MORE.indexOf(c) >= 0);
    }

    private static boolean isOrg(String text) {
        return !text.isEmpty()
                && text.chars()
                        .noneMatch(c -> isSeparator(c)
                                || Character.isSpaceChar(c)
                                || Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE);
    }

    private static boolean isSeparator(int c) {
        return ",; \t\n\r\f\u000b".indexOf(c) >= 0;
    }

    /** A run of separators ends a piece, unless a colon is on either side of the run. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isSeparator(text.charAt(end))) {
                end++;
            }
            boolean besideColon =
                    (at > 0 && text.charAt(at - 1) == ':') || (end < text.length() && text.charAt(end) == ':');
            if (end > at && !besideColon) {
                pieces.add(piece.toString());
                piece.setLength(0);
            } else if (end > at) {
                piece.append(text, at, end);
            }
            at = end;
            if (at < text.length()) {
                piece.append(text.charAt(at));
                at++;
            }
        }
        pieces.add(piece.toString());
        return pieces;
    }
}
