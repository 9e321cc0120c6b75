package io.nicotask.application.port;

/**
 * A lease has expired: that of an attempt, which must not send further commands to the hardware, or that of a claim, whose
 * result must not be stored.
 */
public final class LeaseExpired extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LeaseExpired(String message) {
        super(message);
    }
}
