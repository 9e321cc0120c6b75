package io.nicotask.application.user;

import io.nicotask.application.port.DenialReason;

/** The results of {@link AuthorizeProvider}. */
public sealed interface AuthorizeProviderResult {

    /** The caller may act for the org's provider. */
    record Granted() implements AuthorizeProviderResult {}

    /**
     * The request is denied.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements AuthorizeProviderResult {}
}
