package io.nicotask.application.port;

/**
 * The keys of a known issuer have never been loaded, so its tokens can be neither accepted nor rejected. Clients get
 * 503.
 */
public final class KeysUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public KeysUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
