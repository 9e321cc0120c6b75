package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.Caller;

/** Turns a bearer token into a caller. */
@CheckReturnValue
public interface CallerAuthenticator {

    /**
     * Judges a token. MUST NOT log it, nor put any part of it into an answer or an exception.
     *
     * @param token the token alone, without the scheme
     * @throws KeysUnavailable when the keys of the token's issuer have never been loaded
     */
    Authentication authenticate(String token);

    /** Whether tokens can be judged: the keys of at least one issuer have been loaded. */
    boolean isReady();

    /** The judgement upon a token. */
    sealed interface Authentication {

        /**
         * The token is good.
         *
         * @param caller whose it is
         */
        record Authenticated(Caller caller) implements Authentication {}

        /**
         * The token is not.
         *
         * @param reason what is wrong with it
         */
        record Rejected(Rejection reason) implements Authentication {}
    }

    /** What can be wrong with a token, in the order in which it is looked for. */
    enum Rejection {
        NOT_A_TOKEN,
        INVALID,
        EXPIRED,
        NO_SUBJECT,
        WRONG_AUDIENCE,
        MISSING_SCOPE,
        RESERVED_ORG
    }
}
