package io.nicotask.application.port;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stores tasks and all that belongs to them: one decision, one commit. A decision is a function of a snapshot that was
 * read under locks; its answer is returned after everything that it writes has been committed durably, all or nothing.
 *
 * <p>The decision MUST be a pure function: it gets no port, and may be called again after a lost race. It MUST change only
 * tasks of the scope. An exception that it throws is rethrown; then, and when one of its changes is refused, nothing of it
 * MUST be written.
 *
 * <p>MUST lock an idempotency key before a rack and a rack before a task, and MUST read what depends on a lock after it
 * was granted. A task of another scope MUST be treated like one that does not exist, and a rack of another scope like an
 * empty one. Every method may throw {@link StoreUnavailable}; then nothing has been decided, or it is unknown whether it
 * has.
 */
@CheckReturnValue
public interface TaskStorage {

    /**
     * The maximum number of times that a decision is called when other transactions keep changing its tasks; then
     * {@link StoreUnavailable} is thrown.
     */
    int ATTEMPTS = 3;

    /**
     * Decides on a task, and on its rack if it is Waiting.
     *
     * @return the decision's answer, or empty when the scope has no such task; then the decision is not called
     * @throws LeaseExpired when the decision writes the result of a claim that has expired; nothing was written
     */
    <R> Optional<R> decide(TaskScope scope, TaskId task, Function<TaskSnapshot, Decision<R>> decision);

    /**
     * Decides on a rack and its tasks.
     *
     * @return the decision's answer
     * @throws LeaseExpired when the decision writes the result of a claim that has expired; nothing was written
     */
    @CanIgnoreReturnValue
    <R> R decideOnRack(TaskScope scope, RackId rack, Function<RackOccupancy, Decision<R>> decision);

    /**
     * As {@link #decideOnRack}, unless the org has used the idempotency key within the last
     * {@link IdempotencyKey#RETENTION}: then nothing is decided. MUST store the use of the key with a decision that submits
     * a task, and with no other.
     */
    <R> KeyedResult<R> decideOnce(
            TaskScope scope, RackId rack, IdempotencyKey key, Function<RackOccupancy, Decision<R>> decision);

    /**
     * As {@link #decideOnRack}, on the rack of a task whose workflow was not found: the counts of missing workflows are
     * read under the rack's lock.
     */
    @CanIgnoreReturnValue
    <R> R decideOnMissing(TaskScope scope, RackId rack, Function<MissingSnapshot, Decision<R>> decision);

    /**
     * What a decision on a missing workflow is based on.
     *
     * @param rack the rack of the workflow's task
     * @param missing the missing workflows of the site
     */
    record MissingSnapshot(RackOccupancy rack, MissingWorkflows missing) {}

    /**
     * Writes changes that depend on nothing that is stored, all or nothing.
     *
     * @throws LeaseExpired when one of them is the result of a claim that has expired; nothing was written
     */
    void write(TaskScope scope, List<Change> changes);

    /** The result of {@link #decideOnce}. */
    sealed interface KeyedResult<R> {

        /**
         * The key had not been used; this is the decision's answer.
         *
         * @param answer the answer
         */
        record Decided<R>(R answer) implements KeyedResult<R> {}

        /**
         * The key was used for the same request.
         *
         * @param task the task that was submitted
         */
        record SameRequest<R>(TaskSnapshot task) implements KeyedResult<R> {}

        /** The key was used for a different request. */
        record DifferentRequest<R>() implements KeyedResult<R> {}
    }
}
