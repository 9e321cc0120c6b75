package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowInputs.RackOperationInput;
import io.nicotask.adapter.workflow.WorkflowInputs.StageResult;
import io.nicotask.domain.value.TaskId;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the engine keeps of a workflow: its id, and the names of its types and of those of its activities. An engine may
 * hold workflows that were started by an earlier version, so names stay as they are.
 */
final class WorkflowProtocol {

    /** The type of a task's workflow. */
    static final String RACK_OPERATION_TYPE = "RackOperation";

    /** The type of the workflow that burns an id. Nobody runs it. */
    static final String TOMBSTONE_TYPE = "Tombstone";

    /** The queue of tombstones. No worker polls it. */
    static final String TOMBSTONE_QUEUE = "nico-tasks-tombstones";

    /** How a workflow ends whose task had no use for it: the gate stayed shut, or the task was ended by others. */
    static final String REFUSED_TYPE = "TurnedAway";

    /** How a workflow ends whose work went wrong. */
    static final String OPERATION_FAILED_TYPE = "OperationFailed";

    private static final String ID_PREFIX = "nico-task-";
    private static final Pattern ID =
            Pattern.compile(ID_PREFIX + "(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})");

    private WorkflowProtocol() {}

    /** The queue on which workflows that others have brought tell of their tasks, next to the queue of our own. */
    static String statusReportQueue(String taskQueue) {
        return taskQueue + "-milestones";
    }

    /** The id of the task's workflow. */
    static String workflowId(TaskId task) {
        return ID_PREFIX + task;
    }

    /** The task whose workflow has this id, or empty when it is the id of no task's workflow. */
    static Optional<TaskId> taskOf(String workflowId) {
        Matcher id = ID.matcher(workflowId);
        return id.matches() ? Optional.of(new TaskId(UUID.fromString(id.group(1)))) : Optional.empty();
    }

    /** Whether the workflow type is one that others have brought. */
    static boolean isExternal(String workflowType) {
        return !workflowType.equals(RACK_OPERATION_TYPE) && !workflowType.equals(TOMBSTONE_TYPE);
    }

    /** A task's workflow. */
    @WorkflowInterface
    public interface RackOperation {

        /** Carries the order out. */
        @WorkflowMethod(name = RACK_OPERATION_TYPE)
        void run(RackOperationInput input);
    }

    /** What a task's workflow has others do. Each may be repeated. */
    @ActivityInterface
    public interface RackOperationActivities {

        /** Passes the gate and answers how many stages there are to do. */
        @ActivityMethod(name = "Begin")
        int begin(RackOperationInput input);

        /** Does the work of a stage. */
        @ActivityMethod(name = "Perform")
        StageResult perform(RackOperationInput input, int stage);

        /** Reports that all the work is done. */
        @ActivityMethod(name = "Succeed")
        void succeed(RackOperationInput input);

        /** Reports that the work went wrong. */
        @ActivityMethod(name = "Fail")
        void fail(RackOperationInput input, String error);
    }

    /**
     * What a workflow that others have brought tells of its task. Each may be repeated. The task is the one that the
     * workflow's id names; the arguments are plain text, which every worker writes alike.
     */
    @ActivityInterface
    public interface ExternalWorkflowActivities {

        /** Passes the gate. */
        @ActivityMethod(name = "NicoTaskBegin")
        void begin(String site);

        /** Reports that the workflow is done. */
        @ActivityMethod(name = "NicoTaskSucceed")
        void succeed(String site);

        /** Reports that the workflow has failed. */
        @ActivityMethod(name = "NicoTaskFail")
        void fail(String site, String error);
    }
}
