package io.nicotask.application.access;

import io.nicotask.application.port.DenialReason;

/** The answers of {@link EnterProvider}. */
public sealed interface EnterProviderResult {

    /** The caller may. */
    record Entered() implements EnterProviderResult {}

    /**
     * The caller may not.
     *
     * @param reason why
     */
    record Denied(DenialReason reason) implements EnterProviderResult {}
}
