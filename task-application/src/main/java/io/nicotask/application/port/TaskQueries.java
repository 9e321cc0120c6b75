package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers which tasks there are, newest first by creation, then by id. May lag behind the store by what is not yet
 * committed, and by nothing else; what a page holds and its total are of one moment. A task is listed without its report
 * unless it is asked for. Every method may throw {@link StoreUnavailable}.
 *
 * <p>MUST stay fast with many millions of tasks: what is asked often costs no more than with ten thousand.
 */
@CheckReturnValue
public interface TaskQueries {

    /**
     * A page of the tasks of a part of the site.
     *
     * @param activeOnly whether only open tasks (Waiting, Pending, Running) count
     * @param number which page, from 1; one behind the end is empty
     * @param size how many tasks a page has, from 1
     */
    Page page(TaskScope scope, TaskList list, boolean activeOnly, int number, int size, Reports reports);

    /**
     * The next tasks of a walk over all tasks that fit. A walk meets each task that was there when it began exactly once,
     * however many are added meanwhile. MAY answer with fewer tasks than are wanted, or none, when few fit: a stretch
     * takes no longer than that.
     *
     * @param after where the walk has come to, or null at its beginning
     * @param limit the most that is wanted, at least 1
     */
    Slice slice(TaskScope scope, TaskList list, Filter filter, @Nullable Position after, int limit, Reports reports);

    /** Which of a site's tasks. */
    sealed interface TaskList {

        /** All of them. */
        record Site() implements TaskList {}

        /** Those on a rack. */
        record Rack(RackId rack) implements TaskList {}

        /** Those that name the component. */
        record Tray(ComponentId tray) implements TaskList {}
    }

    /**
     * What a walk is restricted to.
     *
     * @param statuses the states that count; empty for all
     * @param type the type of operation that counts, or null for all
     * @param from tasks created at that instant or later, or null for no limit
     * @param before tasks created before that instant, or null for no limit
     */
    record Filter(
            Set<TaskStatus> statuses,
            Operation.@Nullable Type type,
            @Nullable Instant from,
            @Nullable Instant before) {

        /** No restriction. */
        public static final Filter NONE = new Filter(Set.of(), null, null, null);

        /** Written out, as the compiler loses the annotation of a nested type in a compact constructor. */
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
     * A task's place in the order.
     *
     * @param created when it was created
     * @param id its id
     */
    record Position(Instant created, TaskId id) {}

    /** Whether reports are read. */
    enum Reports {
        INCLUDED,
        OMITTED
    }

    /**
     * A page.
     *
     * @param tasks its tasks
     * @param total how many tasks there are on all pages
     */
    record Page(List<Task> tasks, long total) {

        public Page {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * A stretch of a walk.
     *
     * @param tasks the tasks met
     * @param next where to go on, or null when the walk has come to its end
     */
    record Slice(List<Task> tasks, @Nullable Position next) {

        public Slice {
            tasks = List.copyOf(tasks);
        }
    }
}
