package io.nicotask.application.port;

/** Why a request is denied: rows 2 to 4 and 9 to 11 of the contract's order of checks. */
public enum DenialReason {
    /** The caller is not a member of the org, or there is no such org. */
    NOT_A_MEMBER,
    /** The caller has no provider-admin role in the org. */
    NO_PROVIDER_ADMIN_ROLE,
    /** The org has no Infrastructure Provider. */
    NO_PROVIDER,
    /** There is no such site. */
    UNKNOWN_SITE,
    /** The site belongs to another provider. */
    FOREIGN_SITE,
    /** The site has no Flow. */
    NO_FLOW
}
