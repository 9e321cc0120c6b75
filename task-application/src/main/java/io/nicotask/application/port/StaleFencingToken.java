package io.nicotask.application.port;

/**
 * The hardware refused a command because it has seen the fencing token of a later reservation. The command had no
 * effect.
 */
public final class StaleFencingToken extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StaleFencingToken(String message) {
        super(message);
    }
}
