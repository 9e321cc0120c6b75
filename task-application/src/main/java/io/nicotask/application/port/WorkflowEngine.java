package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;

/**
 * The engines that run the workflows, one per site. The workflow of a task has an id that follows from the task's id
 * alone, so that it is known before the start.
 *
 * <p>Every method MUST answer within a few seconds also when the engine is silent, and throws
 * {@link WorkflowEngineUnavailable} when nothing was decided; the effect of such a call is unknown, and it may be
 * repeated. A namespace that the engine does not know, and a site without an engine, decide nothing either. MUST NOT be
 * called inside a transaction. Two namespaces MUST be told apart also when they have one name at two engines, as far as
 * these tell more of them.
 */
@CheckReturnValue
public interface WorkflowEngine {

    /** Starts the task's workflow; an id that was ever used in the engine's memory is never started again. */
    StartResult start(Task task);

    /** Terminates the task's workflow if it is open; otherwise does nothing. Only {@link #describe} says what is. */
    void terminate(SiteId site, TaskId task, String reason);

    /** What the engine knows of the task's workflow. */
    WorkflowDescription describe(SiteId site, TaskId task);

    /**
     * Burns the id of the task's workflow: uses it for a workflow that does nothing and is terminated at once, so that a
     * start which is still under way somewhere will be refused. Does nothing when the id is in use already.
     */
    void placeTombstone(SiteId site, TaskId task);

    /** The answer to a start. */
    sealed interface StartResult {

        /**
         * The workflow was started now.
         *
         * @param namespace where
         */
        record Started(String namespace) implements StartResult {}

        /**
         * The id had been used before: an earlier start had arrived, or the id is burnt.
         *
         * @param namespace where
         */
        record AlreadyStarted(String namespace) implements StartResult {}

        /**
         * The engine will never accept this start.
         *
         * @param cause why, in one line
         */
        record Refused(String cause) implements StartResult {}
    }

    /** What the engine knows of a workflow, in the one namespace where it was looked for. */
    sealed interface WorkflowDescription {

        /** Where it was looked for; of a workflow in another namespace it says nothing. */
        String namespace();

        /**
         * The workflow is open.
         *
         * @param namespace where
         * @param run its last run
         * @param external whether it is of a type that others have brought, which may never ask at the gate
         */
        record Open(String namespace, WorkflowRunId run, boolean external) implements WorkflowDescription {}

        /**
         * The workflow is closed.
         *
         * @param namespace where
         * @param closeStatus how it ended
         * @param run its last run
         */
        record Closed(String namespace, CloseStatus closeStatus, WorkflowRunId run) implements WorkflowDescription {}

        /**
         * The engine knows no such workflow: never started, forgotten, or past retention.
         *
         * @param namespace where it was looked for
         * @param engineIsVolatile whether this engine is known to lose its memory at a restart
         */
        record NotFound(String namespace, boolean engineIsVolatile) implements WorkflowDescription {}
    }

    /** How a workflow can have ended. */
    enum CloseStatus {
        COMPLETED,
        FAILED,
        CANCELED,
        TERMINATED,
        TIMED_OUT
    }
}
