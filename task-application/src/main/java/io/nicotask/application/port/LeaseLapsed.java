package io.nicotask.application.port;

/** The attempt has not been able to renew its lease in time: nothing more may be asked of the hardware under it. */
public final class LeaseLapsed extends RuntimeException {

    private static final long serialVersionUID = 1;

    public LeaseLapsed(String message) {
        super(message);
    }
}
