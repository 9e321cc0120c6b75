package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds and lists tasks, each within its scope: a task of another scope MUST be treated like one that does not exist.
 * Lists are ordered newest first by creation, then by id. Results contain every committed change, and the tasks and the
 * total of a page are from the same instant. Tasks are listed without their reports unless requested. Every method may
 * throw {@link StoreUnavailable}.
 *
 * <p>MUST stay fast with many millions of tasks: a frequent query costs no more than with ten thousand.
 */
@CheckReturnValue
public interface TaskQueries {

    /** Returns the task with the state of its stop, both from the same instant; empty when the scope has none. */
    Optional<TaskView> find(TaskScope scope, TaskId id);

    /** Returns the changes of the task's state, oldest first; empty when the scope has no such task. */
    List<HistoryEntry> history(TaskScope scope, TaskId id);

    /**
     * Returns a page of a list of the site's tasks.
     *
     * @param activeOnly whether only open tasks (Waiting, Pending, Running) are listed
     * @param number the number of the page, from 1; a page behind the end is empty
     * @param size the number of tasks per page, from 1
     */
    Page page(TaskScope scope, TaskList list, boolean activeOnly, int number, int size, Reports reports);

    /**
     * Returns the next slice of the tasks that match the filter. A client that follows the cursor sees each task that
     * existed when it began exactly once, however many are added meanwhile. MAY return fewer tasks than the limit, or
     * none, when few tasks match, so that a slice takes a bounded time.
     *
     * @param after the cursor, or null at the beginning
     * @param limit the maximum number of tasks, at least 1
     */
    Slice slice(TaskScope scope, TaskList list, Filter filter, @Nullable Position after, int limit, Reports reports);

    /** Selects a list of the site's tasks. */
    sealed interface TaskList {

        /** All tasks of the site. */
        record Site() implements TaskList {}

        /** The tasks on a rack. */
        record Rack(RackId rack) implements TaskList {}

        /** The tasks that list the component. */
        record Tray(ComponentId tray) implements TaskList {}
    }

    /**
     * Restricts the tasks of a slice.
     *
     * @param statuses the statuses to include; empty for all
     * @param type the type of operation to include, or null for all
     * @param from includes tasks created at this instant or later, or null for no limit
     * @param before includes tasks created before this instant, or null for no limit
     */
    record Filter(
            Set<TaskStatus> statuses,
            Operation.@Nullable Type type,
            @Nullable Instant from,
            @Nullable Instant before) {

        /** No restriction. */
        public static final Filter NONE = new Filter(Set.of(), null, null, null);

        /** Not a compact constructor, because the compiler loses the annotation of a nested type there. */
        public Filter(
                Set<TaskStatus> statuses,
                Operation.@Nullable Type type,
                @Nullable Instant from,
                @Nullable Instant before) {
            this.statuses = Set.copyOf(statuses);
            this.type = type;
            this.from = from;
            this.before = before;
        }
    }

    /**
     * The position of a task in the order of the list.
     *
     * @param created when the task was created
     * @param id the task's id
     */
    record Position(Instant created, TaskId id) {}

    /** Whether reports are read. */
    enum Reports {
        INCLUDED,
        OMITTED
    }

    /**
     * One change of a task's state.
     *
     * @param from the previous state, or null when the task was created
     * @param to the new state
     * @param at when
     * @param cause the cause of the change
     */
    record HistoryEntry(@Nullable TaskStatus from, TaskStatus to, Instant at, ChangeCause cause) {}

    /**
     * A page of a list of tasks, found by its number ({@link TaskQueries#page}).
     *
     * @param tasks the tasks of the page
     * @param total the number of tasks on all pages
     */
    record Page(List<Task> tasks, long total) {

        public Page {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * A slice of a list of tasks, which continues after a cursor ({@link TaskQueries#slice}).
     *
     * @param tasks the tasks of the slice
     * @param next the cursor of the next slice, or null at the end
     */
    record Slice(List<Task> tasks, @Nullable Position next) {

        public Slice {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * A task as shown to a caller.
     *
     * @param task the task
     * @param stop the state of the stop, or null while the task is not Terminated
     */
    record TaskView(Task task, @Nullable StopStatus stop) {

        /** Returns the view of the task in the snapshot. A task that never had a workflow has nothing to stop. */
        public static TaskView of(TaskSnapshot snapshot) {
            return of(snapshot.task(), snapshot.stop());
        }

        /** Returns the view of the task; its stop is null if it is open or never had a workflow. */
        public static TaskView of(Task task, @Nullable Stop stop) {
            return task.state() instanceof Terminated
                    ? new TaskView(task, stop == null ? StopStatus.CONFIRMED : stop.status())
                    : new TaskView(task, null);
        }
    }
}
