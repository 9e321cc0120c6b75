package io.nicotask.domain.access;

/**
 * A role that a caller holds in one org; compared with case.
 *
 * @param name the role's name as the token spells it
 */
public record Role(String name) {

    private static final String PROVIDER_ADMIN = "PROVIDER_ADMIN";

    /**
     * Whether the role lets its holder act for the org's Infrastructure Provider: it is {@code PROVIDER_ADMIN} or ends
     * with {@code _PROVIDER_ADMIN}. {@code XPROVIDER_ADMIN} and {@code PROVIDER_ADMIN_VIEWER} do not.
     */
    public boolean grantsProviderAdmin() {
        return name.equals(PROVIDER_ADMIN) || name.endsWith("_" + PROVIDER_ADMIN);
    }
}
