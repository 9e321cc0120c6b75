package io.nicotask.application.memory;

import io.nicotask.application.memory.InMemoryReservation.RackKey;
import io.nicotask.domain.value.TaskId;
import java.util.HashSet;
import java.util.Set;

/**
 * What a transaction has locked. As transactions follow one another no lock is ever waited for; but locks that are taken
 * in another order than a database needs, or not at all, are refused as the defects that they are.
 */
final class InMemoryLocks {

    private final Set<InMemoryKeyUse.Key> keys = new HashSet<>();
    private final Set<RackKey> racks = new HashSet<>();
    private final Set<TaskId> tasks = new HashSet<>();
    private final Set<TaskId> requests = new HashSet<>();

    void lock(InMemoryKeyUse.Key key) {
        if (!racks.isEmpty() || !tasks.isEmpty()) {
            throw new IllegalStateException("An idempotency key is locked before any rack and task: " + key);
        }
        keys.add(key);
    }

    void lock(RackKey rack) {
        if (!racks.contains(rack) && !tasks.isEmpty()) {
            throw new IllegalStateException("A rack is locked before any task: " + rack + " after " + tasks);
        }
        if (!racks.contains(rack) && !requests.isEmpty()) {
            throw new IllegalStateException("A rack is locked before any request: " + rack + " after " + requests);
        }
        racks.add(rack);
    }

    void lock(TaskId task) {
        tasks.add(task);
    }

    /** A request to the workflow engine is locked by the update that marks it. */
    void lockRequestOf(TaskId task) {
        requests.add(task);
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
