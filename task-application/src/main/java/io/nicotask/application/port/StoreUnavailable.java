package io.nicotask.application.port;

/**
 * The store could not be asked, or its answer did not come in time. What was asked for is undecided and safe to repeat.
 * Clients see 503.
 */
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
