package io.nicotask.application.port;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /**
     * What a decision answers, and what it writes.
     *
     * @param answer the answer, returned once the changes have been committed
     * @param changes what to write, in this order; none if nothing changes
     */
    record Decision<R>(R answer, List<Change> changes) {

        public Decision {
            changes = List.copyOf(changes);
        }

        /** Answers without writing anything. */
        public static <R> Decision<R> unchanged(R answer) {
            return new Decision<>(answer, List.of());
        }

        /** Answers after these changes. */
        public static <R> Decision<R> of(R answer, Change... changes) {
            return new Decision<>(answer, List.of(changes));
        }

        /** Returns the same decision, made after these changes. */
        public Decision<R> after(List<Change> earlier) {
            return new Decision<R>(answer, earlier).and(changes);
        }

        /** Returns the same decision with more changes. */
        public Decision<R> and(List<? extends Change> more) {
            List<Change> all = new ArrayList<>(changes);
            all.addAll(more);
            return new Decision<>(answer, all);
        }

        /** Returns the task that the decision submits, if any. */
        public Optional<Task> submitted() {
            return changes.stream()
                    .flatMap(change -> change instanceof Change.TaskSubmitted submitted
                            ? Stream.of(submitted.task())
                            : Stream.empty())
                    .findFirst();
        }
    }

    /**
     * What a decision on a task is based on.
     *
     * @param task the task
     * @param stop the stop of an ended task, or null if it is open or never had a workflow
     * @param rack the rack of a Waiting task, or null
     * @param nextLease the lease that the next attempt of the task gets, with a number that no other snapshot has, or null if
     *     the task is not Pending or Running
     */
    record TaskSnapshot(
            Task task,
            @Nullable Stop stop,
            @Nullable RackOccupancy rack,
            @Nullable Lease nextLease) {

        /** Returns the lease that an attempt acquires with this decision. The task holds its rack. */
        public Lease requireNextLease() {
            return Objects.requireNonNull(nextLease, () -> task + " holds no rack");
        }
    }

    /**
     * The reservations of a rack and the tasks that wait for it.
     *
     * @param asOf when it was read, by the store's clock
     * @param reservations the reservations
     * @param waiting the waiting tasks in order of arrival
     */
    @CheckReturnValue
    record RackOccupancy(Instant asOf, List<Reservation> reservations, List<Task> waiting) {

        public RackOccupancy {
            reservations = List.copyOf(reservations);
            waiting = List.copyOf(waiting);
        }

        /** Returns the reservation of the task; empty if it holds none. */
        public Optional<Reservation> reservation(TaskId id) {
            return reservations.stream()
                    .filter(held -> held.task().id().equals(id))
                    .findFirst();
        }

        /** Returns the task if it holds a reservation or waits for one. */
        public Optional<Task> task(TaskId id) {
            return Stream.concat(reservations.stream().map(Reservation::task), waiting.stream())
                    .filter(task -> task.id().equals(id))
                    .findFirst();
        }

        /** Returns the rack after a change of one of its tasks. */
        public RackOccupancy with(Task after) {
            RackOccupancy changed = with(after.id(), held -> held.with(after));
            return new RackOccupancy(
                    asOf,
                    changed.reservations,
                    waiting.stream()
                            .filter(task -> !task.id().equals(after.id()))
                            .toList());
        }

        /** Returns the rack after a change of the task's reservation; the same rack if the task holds none. */
        public RackOccupancy with(TaskId task, UnaryOperator<Reservation> change) {
            return new RackOccupancy(
                    asOf,
                    reservations.stream()
                            .map(held -> held.task().id().equals(task) ? change.apply(held) : held)
                            .toList(),
                    waiting);
        }

        /** Returns whether an attempt of the task may be acting, because it holds a valid lease. */
        public boolean isActing(TaskId task) {
            return reservation(task).filter(Reservation::leased).isPresent();
        }
    }

    /**
     * A task that holds a reservation.
     *
     * @param task the task
     * @param leases the numbers of the valid leases of the task's attempts
     * @param unfinished the steps of the task that have begun and were not seen to end
     * @param stop the task's stop, or null before it was requested
     */
    @CheckReturnValue
    record Reservation(
            Task task,
            Set<Long> leases,
            Set<StepKey> unfinished,
            @Nullable Stop stop) {

        public Reservation {
            leases = Set.copyOf(leases);
            unfinished = Set.copyOf(unfinished);
        }

        /** Returns whether an attempt of the task holds a valid lease. */
        public boolean leased() {
            return !leases.isEmpty();
        }

        /** Returns the reservation after a change of its task. */
        public Reservation with(Task after) {
            return new Reservation(after, leases, unfinished, stop);
        }

        /** Returns the reservation after evidence for its stop. */
        public Reservation with(@Nullable Stop judged) {
            return new Reservation(task, leases, unfinished, judged);
        }

        /** Returns the reservation after the end of a lease. */
        public Reservation withoutLease(long number) {
            Set<Long> left = new HashSet<>(leases);
            left.remove(number);
            return new Reservation(task, left, unfinished, stop);
        }

        /** Returns the reservation after the end of a step. */
        public Reservation withoutStep(StepKey step) {
            Set<StepKey> left = new HashSet<>(unfinished);
            left.remove(step);
            Stop observed = left.isEmpty() && stop != null ? stop.stepsObserved(List.of(), stop.asOf()) : stop;
            return new Reservation(task, leases, left, observed);
        }
    }
}
