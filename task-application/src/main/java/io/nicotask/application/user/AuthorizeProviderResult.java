package io.nicotask.application.user;

import io.nicotask.application.port.DenialReason;

/** The answers of {@link AuthorizeProvider}. */
public sealed interface AuthorizeProviderResult {

    /** The caller may. */
    record Granted() implements AuthorizeProviderResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements AuthorizeProviderResult {}
}
