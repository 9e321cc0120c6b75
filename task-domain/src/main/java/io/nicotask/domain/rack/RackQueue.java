package io.nicotask.domain.rack;

import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks that hold a rack and the tasks that wait for it. The queue is first in, first out, except that a task may
 * overtake tasks that it does not conflict with.
 *
 * @param holders the tasks that may act on the rack
 * @param waiting the waiting tasks in order of arrival
 * @param conflicts which tasks must not overlap
 */
public record RackQueue(List<Task> holders, List<Task> waiting, RackConflicts conflicts) {

    /** The maximum number of tasks that wait for one rack. */
    public static final int LIMIT = 5;

    public RackQueue {
        holders = List.copyOf(holders);
        waiting = List.copyOf(waiting);
    }

    /** Returns whether a new task may begin at once: it conflicts with no holder and with no waiting task. */
    public boolean isFreeFor(TaskSpec spec) {
        return !conflictsWithAny(spec, holders) && !conflictsWithAny(spec, waiting);
    }

    /** Returns whether no further task may wait. */
    public boolean isFull() {
        return waiting.size() >= LIMIT;
    }

    /** Returns the waiting tasks that may begin now, in order. */
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

    /** Decides which tasks must not work on a rack at the same time. */
    @FunctionalInterface
    public interface RackConflicts {

        /** Tasks conflict when they select a common component; a task that lists no component selects the whole rack. */
        RackConflicts SHARED_COMPONENTS = (one, other) -> one.components().overlaps(other.components());

        /**
         * Returns whether two tasks of the same rack must not overlap. MUST be symmetric, and MUST NOT change its result
         * while tasks are open.
         */
        boolean conflict(TaskSpec one, TaskSpec other);
    }
}
