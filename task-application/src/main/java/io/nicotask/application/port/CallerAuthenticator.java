package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.Caller;

/** Authenticates bearer tokens. */
@CheckReturnValue
public interface CallerAuthenticator {

    /**
     * Validates a token. MUST NOT log it, nor include any part of it in a result or an exception.
     *
     * @param token the token alone, without the scheme
     * @throws KeysUnavailable when the keys of the token's issuer have never been loaded
     */
    Authentication authenticate(String token);

    /** Returns whether tokens can be validated: the keys of at least one issuer have been loaded. */
    boolean isReady();

    /** The result of {@link #authenticate}. */
    sealed interface Authentication {

        /**
         * The token is valid.
         *
         * @param caller the caller that the token identifies
         */
        record Authenticated(Caller caller) implements Authentication {}

        /**
         * The token is not valid.
         *
         * @param reason why
         */
        record Rejected(Rejection reason) implements Authentication {}
    }

    /** Why a token is not valid, in the order of the checks. */
    enum Rejection {
        NOT_A_TOKEN,
        INVALID,
        EXPIRED,
        NO_SUBJECT,
        WRONG_AUDIENCE,
        MISSING_SCOPE,
        RESERVED_ORG
    }

    /**
     * The keys of a known issuer have never been loaded, so its tokens can be neither accepted nor rejected. Clients get
     * 503.
     */
    final class KeysUnavailable extends RuntimeException {

        private static final long serialVersionUID = 1;

        public KeysUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
