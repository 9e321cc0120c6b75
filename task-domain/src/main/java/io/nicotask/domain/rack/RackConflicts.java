package io.nicotask.domain.rack;

import io.nicotask.domain.task.TaskSpec;

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
