package io.nicotask.adapter.workflow;

import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the engine keeps of a workflow: its id, the names of its types, and what is said between it and its activities.
 * An engine may hold workflows that were started by an earlier version, so names and shapes stay as they are.
 */
final class Protocol {

    /** The type of a task's workflow. */
    static final String OPERATION = "RackOperation";

    /** The type of the workflow that burns an id. Nobody runs it. */
    static final String TOMBSTONE = "Tombstone";

    /** The queue of tombstones. No worker polls it. */
    static final String TOMBSTONES = "nico-tasks-tombstones";

    /** How a workflow ends whose task had no use for it: the gate stayed shut, or the task was ended by others. */
    static final String TURNED_AWAY = "TurnedAway";

    /** How a workflow ends whose work went wrong. */
    static final String OPERATION_FAILED = "OperationFailed";

    private Protocol() {}

    /** The id of the task's workflow. */
    static String workflowId(TaskId task) {
        return "nico-task-" + task;
    }

    /** A task's workflow. */
    @WorkflowInterface
    public interface RackOperation {

        /** Carries the order out. */
        @WorkflowMethod(name = OPERATION)
        void run(Order order);
    }

    /** What a task's workflow has others do. Each may be repeated. */
    @ActivityInterface
    public interface RackSteps {

        /** Passes the gate and answers how many stages there are to do. */
        int begin(Order order);

        /** Does the work of a stage. */
        StageEnd perform(Order order, int stage);

        /** Reports that all the work is done. */
        void succeed(Order order);

        /** Reports that the work went wrong. */
        void fail(Order order, String error);
    }

    /**
     * Which task to work for.
     *
     * @param task the task's id
     * @param site the id of its site
     */
    public record Order(String task, String site) {

        static Order of(SiteId site, TaskId task) {
            return new Order(task.toString(), site.toString());
        }

        TaskId taskId() {
            return new TaskId(UUID.fromString(task));
        }

        SiteId siteId() {
            return new SiteId(UUID.fromString(site));
        }
    }

    /**
     * How a stage ended.
     *
     * @param error what went wrong, or null when nothing did
     */
    public record StageEnd(@Nullable String error) {}
}
