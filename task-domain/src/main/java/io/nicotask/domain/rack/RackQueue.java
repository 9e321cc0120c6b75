package io.nicotask.domain.rack;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
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
public record RackQueue(List<Task> holders, List<Task> waiting, RackConflicts conflicts) {

    /** How many tasks may wait for one rack. */
    public static final int LIMIT = 5;

    public RackQueue {
        holders = List.copyOf(holders);
        waiting = List.copyOf(waiting);
    }

    /** Whether a new task may begin at once: it conflicts with nobody's work, and overtakes nobody that it conflicts with. */
    public boolean isFreeFor(TaskSpec spec) {
        return !conflictsWithAny(spec, holders) && !conflictsWithAny(spec, waiting);
    }

    /** Whether nobody more may wait. */
    public boolean isFull() {
        return waiting.size() >= LIMIT;
    }

    /** The waiting tasks whose turn has come, in order. */
    public List<Task> promotable() {
        List<Task> ahead = new ArrayList<>(holders);
        List<Task> next = new ArrayList<>();
        for (Task task : waiting) {
            if (!conflictsWithAny(task.spec(), ahead)) {
                next.add(task);
            }
            ahead.add(task);
        }
        return next;
    }

    private boolean conflictsWithAny(TaskSpec spec, List<Task> others) {
        return others.stream().anyMatch(other -> conflicts.conflict(spec, other.spec()));
    }
}
