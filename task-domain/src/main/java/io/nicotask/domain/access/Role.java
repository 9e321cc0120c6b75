package io.nicotask.domain.access;

import java.util.Optional;
import java.util.regex.Pattern;

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
