package io.nicotask.application.port;

import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps tasks, each within its scope: a task of another scope MUST be answered like one that does not exist.
 *
 * <p>Every method may throw {@link StoreUnavailable}; nothing has been decided then. Writes take part in the transaction
 * of the calling thread ({@link Transactions}); outside of one each is a transaction of its own. What is read equals
 * what was written, to the microsecond.
 */
public interface TaskStore {

    /** The task as last committed (or as written earlier in this transaction), or empty when the scope has none. */
    Optional<Task> find(TaskScope scope, TaskId id);

    /**
     * As {@link #find}, for a task that is about to be decided upon: inside a transaction no other one changes the task
     * until this one ends. MUST answer what the winner of a race has committed, never an older state.
     */
    Optional<Task> lock(TaskScope scope, TaskId id);

    /**
     * Keeps a new task, with the first row of its history.
     *
     * @throws IllegalArgumentException when the task belongs to another site than the scope
     * @throws IllegalStateException when a task of this id is kept already, or there is no such site of such a provider
     */
    void insertTask(TaskScope scope, Task task, ChangeCause cause);

    /**
     * Writes one step of a task. MUST be guarded by the status and the version of {@link TaskChange#before}, and MUST
     * refuse an edge that is not in the table, by an exception of its own as it is a defect. A change of state adds one row to the history.
     *
     * @throws StaleTask when the kept task is not the one that was read, or not in the scope; nothing was written
     */
    void update(TaskScope scope, TaskChange change);

    /** Keeps what came too late for the task itself. The same result told twice may be kept twice. */
    void insertLateOutcome(TaskScope scope, LateOutcome late);

    /**
     * Keeps that a component must be looked at; {@link StopStatus} shows it until that is {@linkplain WorkflowOutbox#resolveStop
     * resolved}. Of what is told until then about one component of a task the first word is kept.
     */
    void insertInspectionAlert(TaskScope scope, InspectionAlert alert);

    /** The changes of state of the task, oldest first; empty when the scope has no such task. */
    List<HistoryEntry> history(TaskScope scope, TaskId id);
}
