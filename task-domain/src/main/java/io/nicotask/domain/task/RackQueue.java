package io.nicotask.domain.task;

import java.util.ArrayList;
import java.util.List;

/**
 * Who works on a rack and who waits for it, and the rules by which the next one's turn comes: first in, first out, but
 * for tasks that do not conflict.
 *
 * @param holders the tasks that may act on the rack
 * @param waiting the tasks that wait, in the order of their coming
 * @param conflicts which tasks must not overlap
 */
public record RackQueue(List<Task> holders, List<Task> waiting, ConflictPolicy conflicts) {

    /** How many tasks may wait for one rack. */
    public static final int LIMIT = 5;

    public RackQueue {
        holders = List.copyOf(holders);
        waiting = List.copyOf(waiting);
    }

    /** Whether a new task may begin at once: it conflicts with nobody's work, and overtakes nobody that it conflicts with. */
    public boolean isFreeFor(TaskRequest request) {
        return !conflictsWithAny(request, holders) && !conflictsWithAny(request, waiting);
    }

    /** Whether nobody more may wait. */
    public boolean isFull() {
        return waiting.size() >= LIMIT;
    }

    /** The waiting tasks whose turn has come, in order. */
    public List<Task> next() {
        List<Task> ahead = new ArrayList<>(holders);
        List<Task> next = new ArrayList<>();
        for (Task task : waiting) {
            if (!conflictsWithAny(task.request(), ahead)) {
                next.add(task);
            }
            ahead.add(task);
        }
        return next;
    }

    private boolean conflictsWithAny(TaskRequest request, List<Task> others) {
        return others.stream().anyMatch(other -> conflicts.conflict(request, other.request()));
    }
}
