package io.nicotask.domain.rack;

import io.nicotask.domain.task.TaskSpec;

/** Says which tasks must not work on a rack at the same time. */
@FunctionalInterface
public interface RackConflicts {

    /** Tasks conflict when they touch the same component; a task that names none touches the whole rack. */
    RackConflicts SHARED_COMPONENTS = (one, other) -> one.components().overlaps(other.components());

    /**
     * Whether two tasks of the same rack must not overlap. MUST answer the same whichever is named first, and MUST NOT
     * change its mind while tasks are open.
     */
    boolean conflict(TaskSpec one, TaskSpec other);
}
