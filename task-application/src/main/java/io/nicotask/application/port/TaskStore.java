package io.nicotask.application.port;

import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Optional;

/**
 * Stores tasks, each within its scope: a task of another scope MUST be treated like one that does not exist.
 *
 * <p>Every method may throw {@link StoreUnavailable}; then nothing has been decided. Writes take part in the
 * transaction of the calling thread ({@link Transactions}); outside of one, each write is a transaction of its own.
 * Values read equal the values written, to the microsecond.
 */
public interface TaskStore {

    /**
     * Returns the task as last committed (or as written earlier in this transaction), or empty when the scope has none.
     */
    Optional<Task> find(TaskScope scope, TaskId id);

    /**
     * As {@link #find}, and locks the task for a decision: inside a transaction, no other one changes the task until
     * this one ends. MUST return what the winner of a race has committed, never an older state.
     */
    Optional<Task> lock(TaskScope scope, TaskId id);

    /**
     * Inserts a new task, with the first row of its history.
     *
     * @throws IllegalArgumentException when the task belongs to another site than the scope
     * @throws IllegalStateException when a task with this id exists, or the provider has no such site
     */
    void insertTask(TaskScope scope, Task task, ChangeCause cause);

    /**
     * Writes one change of a task. MUST be guarded by the status and the version of {@link TaskChange#before}, and MUST
     * reject a transition that is not in the table by a different exception, because it is a defect. A change of state
     * adds one row to the history.
     *
     * @throws StaleTask when the stored task is not the one that was read, or not in the scope; nothing was written
     */
    void update(TaskScope scope, TaskChange change);

    /** Stores a result that arrived after the task had ended. A result that is reported twice may be stored twice. */
    void insertLateOutcome(TaskScope scope, LateOutcome late);

    /** Returns the changes of the task's state, oldest first; empty when the scope has no such task. */
    List<HistoryEntry> history(TaskScope scope, TaskId id);
}
