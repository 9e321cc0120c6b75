package io.nicotask.application.port;

/** A task was not stored, because its site is retired. */
public final class SiteRetired extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SiteRetired(String message) {
        super(message);
    }
}
