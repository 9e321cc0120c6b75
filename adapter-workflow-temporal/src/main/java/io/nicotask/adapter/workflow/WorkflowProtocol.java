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
 * What an engine stores of a workflow: its id, its queues, and the type names of workflows and activities. These names
 * must not change, since an engine may hold workflows that an earlier version started.
 */
final class WorkflowProtocol {

    /** The type of the built-in workflow. */
    static final String RACK_OPERATION_TYPE = "RackOperation";

    /** The failure type of a workflow that the start gate refused, or whose task had already ended otherwise. */
    static final String REFUSED_TYPE = "TurnedAway";

    /** The failure type of a workflow with a failed stage. */
    static final String OPERATION_FAILED_TYPE = "OperationFailed";

    private static final String ID_PREFIX = "nico-task-";
    private static final Pattern ID =
            Pattern.compile(ID_PREFIX + "(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})");

    private WorkflowProtocol() {}

    /** Returns the queue of the built-in workflow's status reports, beside the queue of its stages. */
    static String reportQueue(String taskQueue) {
        return taskQueue + "-reports";
    }

    /** Returns the queue of the status reports of external workflows, beside the queue of the built-in workflow. */
    static String externalReportQueue(String taskQueue) {
        return taskQueue + "-milestones";
    }

    /** Returns the id of the task's workflow. */
    static String workflowId(TaskId task) {
        return ID_PREFIX + task;
    }

    /** Returns the task whose workflow has this id, or empty when the id is not that of a task's workflow. */
    static Optional<TaskId> taskOf(String workflowId) {
        Matcher id = ID.matcher(workflowId);
        return id.matches() ? Optional.of(new TaskId(UUID.fromString(id.group(1)))) : Optional.empty();
    }

    /** Returns whether the workflow type is that of an external workflow. */
    static boolean isExternal(String workflowType) {
        return !workflowType.equals(RACK_OPERATION_TYPE) && !workflowType.equals(Tombstone.TYPE);
    }

    /** The built-in workflow. */
    @WorkflowInterface
    public interface RackOperation {

        /** Carries out the task's operation. */
        @WorkflowMethod(name = RACK_OPERATION_TYPE)
        void run(RackOperationInput input);
    }

    /** The activities of the built-in workflow. Each may be repeated. */
    @ActivityInterface
    public interface RackOperationActivities {

        /** Passes the start gate and returns the number of stages. */
        @ActivityMethod(name = "Begin")
        int begin(RackOperationInput input);

        /** Executes a stage. */
        @ActivityMethod(name = "Perform")
        StageResult perform(RackOperationInput input, int stage);

        /** Reports that all stages have succeeded. */
        @ActivityMethod(name = "Succeed")
        void succeed(RackOperationInput input);

        /** Reports that a stage has failed. */
        @ActivityMethod(name = "Fail")
        void fail(RackOperationInput input, String error);
    }

    /**
     * The activities by which an external workflow reports on its task. Each may be repeated. The workflow's id names
     * the task. The arguments are plain strings, which every SDK encodes in the same way.
     */
    @ActivityInterface
    public interface ExternalWorkflowActivities {

        /** Passes the start gate. */
        @ActivityMethod(name = "NicoTaskBegin")
        void begin(String site);

        /** Reports that the workflow has succeeded. */
        @ActivityMethod(name = "NicoTaskSucceed")
        void succeed(String site);

        /** Reports that the workflow has failed. */
        @ActivityMethod(name = "NicoTaskFail")
        void fail(String site, String error);
    }
}
