package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;

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
    StartAnswer start(Task task);

    /** Terminates the task's workflow if it is open; otherwise does nothing. Only {@link #describe} says what is. */
    void terminate(SiteId site, TaskId task, String reason);

    /** What the engine knows of the task's workflow. */
    Sighting describe(SiteId site, TaskId task);

    /**
     * Burns the id of the task's workflow: uses it for a workflow that does nothing and is terminated at once, so that a
     * start which is still under way somewhere will be refused. Does nothing when the id is in use already.
     */
    void burn(SiteId site, TaskId task);

    /** The answer to a start. */
    sealed interface StartAnswer {

        /**
         * The workflow was started now.
         *
         * @param namespace where
         */
        record Started(String namespace) implements StartAnswer {}

        /**
         * The id had been used before: an earlier start had arrived, or the id is burnt.
         *
         * @param namespace where
         */
        record AlreadyStarted(String namespace) implements StartAnswer {}

        /**
         * The engine will never accept this start.
         *
         * @param cause why, in one line
         */
        record Refused(String cause) implements StartAnswer {}
    }

    /** What the engine knows of a workflow, in the one namespace where it was looked for. */
    sealed interface Sighting {

        /** Where it was looked for; of a workflow in another namespace it says nothing. */
        String namespace();

        /**
         * The workflow is open.
         *
         * @param namespace where
         * @param run its last run
         * @param foreign whether it is of a type that others have brought, which may never ask at the gate
         */
        record Open(String namespace, RunId run, boolean foreign) implements Sighting {}

        /**
         * The workflow is closed.
         *
         * @param namespace where
         * @param how how it ended
         * @param run its last run
         */
        record Closed(String namespace, CloseStatus how, RunId run) implements Sighting {}

        /**
         * The engine knows no such workflow: never started, forgotten, or past retention.
         *
         * @param namespace where it was looked for
         * @param engineForgets whether this engine is known to lose its memory at a restart
         */
        record Missing(String namespace, boolean engineForgets) implements Sighting {}
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
