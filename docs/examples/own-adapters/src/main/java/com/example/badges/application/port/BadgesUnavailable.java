package com.example.badges.application.port;

/** The badges cannot be read. */
public final class BadgesUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BadgesUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
