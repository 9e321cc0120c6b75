package io.nicotask.application.port;

/** The attempt has not been able to renew its lease in time: nothing more may be asked of the hardware under it. */
public final class LeaseExpired extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LeaseExpired(String message) {
        super(message);
    }
}
