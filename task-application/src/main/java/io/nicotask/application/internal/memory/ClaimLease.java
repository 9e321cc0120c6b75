package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The lease of a claim on an entry, and when the entry is due.
 *
 * @param dueAt when the entry is due, or null while there is nothing to do
 * @param until when the claim expires, or null while there is none
 * @param claimNumber how often it was claimed
 */
record ClaimLease(@Nullable Instant dueAt, @Nullable Instant until, long claimNumber) {

    static ClaimLease due(Instant at) {
        return new ClaimLease(at, null, 0);
    }

    /** Due now, and claimed by the process that writes it. */
    static ClaimLease claimedFrom(Instant now) {
        return due(now).claimed(now, WorkQueue.CLAIM);
    }

    boolean isFree(Instant now) {
        return until == null || !until.isAfter(now) || until.isAfter(now.plus(WorkQueue.CLAIM.multipliedBy(2)));
    }

    boolean isHeldBy(long claim, Instant now) {
        return claim == claimNumber && until != null && until.isAfter(now);
    }

    ClaimLease claimed(Instant now, Duration lease) {
        return new ClaimLease(dueAt, now.plus(lease), claimNumber + 1);
    }

    ClaimLease released(@Nullable Instant nextDue) {
        return new ClaimLease(nextDue, null, claimNumber);
    }

    ClaimLease dueAt(Instant at) {
        return new ClaimLease(at, until, claimNumber);
    }

    /** Makes it due at the instant at the latest; a claim stays. */
    ClaimLease dueBy(Instant at) {
        return dueAt == null || at.isBefore(dueAt) ? dueAt(at) : this;
    }
}
