package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.domain.value.ClockStep;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Work in the queue.
 *
 * @param key its kind and key
 * @param writtenAt when its due time was set
 * @param lease when it is due, and the claim of a process
 * @param cause why it was last postponed, or empty
 */
record InMemoryWork(Key key, Instant writtenAt, ClaimLease lease, String cause) {

    /** There is at most one item of each kind and key; racks of different sites may have equal ids. */
    record Key(Kind kind, SiteId site, UUID of) {

        static Key of(WorkItem item) {
            return new Key(item.kind(), item.site(), item.key());
        }
    }

    InMemoryWork with(ClaimLease next) {
        return new InMemoryWork(key, writtenAt, next, cause);
    }

    /** Whether it is due; it is when the clock was set back since then, as its due time may be far ahead now. */
    boolean isDue(Instant now) {
        Instant due = lease.dueAt();
        return due != null && (!due.isAfter(now) || ClockStep.hasHappenedSince(writtenAt, now));
    }

    /** Releases the claim; without a delay the item is not due again by itself. */
    InMemoryWork postponed(@Nullable Duration delay, String why, Instant now) {
        return new InMemoryWork(key, now, lease.released(delay == null ? null : now.plus(delay)), why);
    }

    WorkItem toPort() {
        return new WorkItem(key.kind(), key.of(), key.site(), lease.claimNumber());
    }
}
