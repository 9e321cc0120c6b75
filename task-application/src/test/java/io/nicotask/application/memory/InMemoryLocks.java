package io.nicotask.application.memory;

import io.nicotask.application.memory.InMemoryReservation.RackKey;
import io.nicotask.domain.value.TaskId;
import java.util.HashSet;
import java.util.Set;

/**
 * The locks of one transaction. Transactions run one at a time, so none ever waits; but it rejects a missing lock, and
 * locks in an order in which they could deadlock in a database.
 */
final class InMemoryLocks {

    private final Set<InMemoryKeyUse.Key> keys = new HashSet<>();
    private final Set<RackKey> racks = new HashSet<>();
    private final Set<TaskId> tasks = new HashSet<>();
    private final Set<TaskId> outboxEntries = new HashSet<>();

    void lock(InMemoryKeyUse.Key key) {
        if (!racks.isEmpty() || !tasks.isEmpty()) {
            throw new IllegalStateException("An idempotency key must be locked before any rack or task: " + key);
        }
        keys.add(key);
    }

    void lock(RackKey rack) {
        if (!racks.contains(rack) && !tasks.isEmpty()) {
            throw new IllegalStateException("A rack must be locked before any task: " + rack + " after " + tasks);
        }
        if (!racks.contains(rack) && !outboxEntries.isEmpty()) {
            throw new IllegalStateException(
                    "A rack must be locked before any outbox entry: " + rack + " after " + outboxEntries);
        }
        racks.add(rack);
    }

    void lock(TaskId task) {
        tasks.add(task);
    }

    /** The update that completes or postpones an outbox entry locks it. */
    void lockOutboxEntryOf(TaskId task) {
        outboxEntries.add(task);
    }

    void require(InMemoryKeyUse.Key key) {
        if (!keys.contains(key)) {
            throw new IllegalStateException(key + " is not locked");
        }
    }

    void require(RackKey rack) {
        if (!racks.contains(rack)) {
            throw new IllegalStateException(rack + " is not locked");
        }
    }

    void require(TaskId task) {
        if (!tasks.contains(task)) {
            throw new IllegalStateException("Task " + task + " is not locked");
        }
    }
}
