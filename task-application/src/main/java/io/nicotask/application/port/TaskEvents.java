package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The feed of all events of a storage, for all sites. A reader keeps the position of the last event that it has dealt with,
 * best in the same transaction as what it has made of it, and continues from there. It sees each event once.
 */
@CheckReturnValue
public interface TaskEvents {

    /**
     * Returns the next events, by position. MUST NOT return an event before all events of smaller positions are committed,
     * however late that is: so a reader that continues from the last position misses none. MUST return an event once every
     * transaction that was running when it was committed has ended.
     *
     * @param position the position of the last event that was read; 0 at the beginning
     * @param limit the maximum number of events, at least 1
     * @throws StoreUnavailable when the store cannot be read
     */
    List<TaskEvent> after(long position, int limit);

    /** A committed change of the state of a task, or of its stop. */
    sealed interface TaskEvent {

        /** Returns its position in the feed; later events of the same task have greater ones. Positions have gaps. */
        long position();

        SiteId site();

        TaskId task();

        /** Returns when it happened. */
        Instant at();

        /**
         * The state of a task has changed. When a Pending or Running task ends, its stop is requested by the same change.
         *
         * @param rack the task's rack
         * @param operation what the task does there
         * @param from the previous state, or null when the task was created
         * @param to the new state
         * @param at by the clock of the process that decided
         * @param cause the cause of the change
         */
        record StatusChanged(
                long position,
                SiteId site,
                TaskId task,
                RackId rack,
                Operation operation,
                @Nullable TaskStatus from,
                TaskStatus to,
                Instant at,
                ChangeCause cause)
                implements TaskEvent {}

        /**
         * The stop of an ended task was confirmed, or needs attention. It may be confirmed after it needed attention.
         *
         * @param status {@link StopStatus#CONFIRMED} or {@link StopStatus#NEEDS_ATTENTION}, each at most once for a task
         * @param at by the clock of the storage
         */
        record StopChanged(long position, SiteId site, TaskId task, StopStatus status, Instant at)
                implements TaskEvent {}
    }
}
