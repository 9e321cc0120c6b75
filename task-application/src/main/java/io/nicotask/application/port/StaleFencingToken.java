package io.nicotask.application.port;

/** The hardware has refused an order: it has seen one of a later grant of the rack. Nothing was done. */
public final class StaleFencingToken extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StaleFencingToken(String message) {
        super(message);
    }
}
