package com.example.badges.domain.badge;

import java.time.Instant;

/** Lets a technician enter the data hall until an instant. */
public record Badge(String technician, Instant until) {

    /** Checks whether it is valid now. */
    public Check check(Instant now) {
        return now.isBefore(until) ? new Check.Valid() : new Check.Expired(until);
    }

    /** The result of a check. */
    public sealed interface Check {

        record Valid() implements Check {}

        record Expired(Instant since) implements Check {}
    }
}
