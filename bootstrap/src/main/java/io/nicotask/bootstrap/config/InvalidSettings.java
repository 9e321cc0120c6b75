package io.nicotask.bootstrap.config;

/** The server cannot start with these settings; the message is one sentence for the operator. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InvalidSettings(String message) {
        super(message);
    }
}
