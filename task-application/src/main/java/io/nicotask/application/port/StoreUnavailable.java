package io.nicotask.application.port;

/**
 * The store was unreachable, or did not reply in time. The outcome of the call is unknown, and the call is safe to
 * repeat. Clients get 503.
 */
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
