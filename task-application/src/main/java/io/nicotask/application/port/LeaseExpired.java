package io.nicotask.application.port;

/** The attempt did not renew its lease in time and must not send further commands to the hardware. */
public final class LeaseExpired extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LeaseExpired(String message) {
        super(message);
    }
}
