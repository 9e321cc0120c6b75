package io.nicotask.application.internal.memory;

import io.nicotask.application.port.WorkItem;
import io.nicotask.application.port.WorkItem.Kind;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Work in the queue.
 *
 * @param key its kind and key
 * @param writtenAt when it was written
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

    InMemoryWork postponed(Instant until, String why) {
        return new InMemoryWork(key, writtenAt, lease.released(until), why);
    }

    WorkItem toPort(Instant now) {
        return new WorkItem(key.kind(), key.of(), key.site(), lease.claimNumber(), Duration.between(writtenAt, now));
    }
}
