package io.nicotask.bootstrap.config;

/** The settings do not let the server start; the message is one sentence for a person. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InvalidSettings(String sentence) {
        super(sentence);
    }
}
