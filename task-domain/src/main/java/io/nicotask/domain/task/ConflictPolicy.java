package io.nicotask.domain.task;

/** Says which tasks must not work on a rack at the same time. */
@FunctionalInterface
public interface ConflictPolicy {

    /** Tasks conflict when they touch the same component; a task that names none touches the whole rack. */
    ConflictPolicy SHARED_COMPONENTS = (one, other) -> one.components().overlap(other.components());

    /**
     * Whether two tasks of the same rack must not overlap. MUST answer the same whichever is named first, and MUST NOT
     * change its mind while tasks are open.
     */
    boolean conflict(TaskRequest one, TaskRequest other);
}
