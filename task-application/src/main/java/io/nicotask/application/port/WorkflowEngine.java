package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The engines that run the workflows, one per site. The workflow id is derived from the task's id alone, so it is known
 * before the start.
 *
 * <p>Every method MUST return or throw within a few seconds even when the engine does not reply, and throws
 * {@link WorkflowEngineUnavailable} when the outcome is unknown; the call may have had an effect, and may be repeated.
 * An unknown namespace, or a site without an engine, also leaves the outcome unknown. MUST NOT be called inside a
 * transaction. Two namespaces with one name at two engines MUST be distinguished, as far as the engines' own data
 * allows.
 */
@CheckReturnValue
public interface WorkflowEngine {

    /** Starts the task's workflow; an id that was ever used within the engine's retention is not started again. */
    StartResult start(Task task);

    /**
     * Terminates the task's workflow if it is open; otherwise does nothing. Only {@link #describe} returns its state.
     */
    void terminate(SiteId site, TaskId task, String reason);

    /** Returns the engine's description of the task's workflow. */
    WorkflowDescription describe(SiteId site, TaskId task);

    /**
     * Places a tombstone: starts a workflow that does nothing under the id of the task's workflow and terminates it at
     * once, so that a start which is still under way will be rejected. Does nothing when the id is already in use.
     */
    void placeTombstone(SiteId site, TaskId task);

    /**
     * Returns the engine of a host that carries out the work itself, at all sites. It accepts each start and does nothing,
     * and describes each workflow as {@link WorkflowDescription.Unmanaged}. So a stop stays requested, and later needs
     * attention, until the host reports by {@link io.nicotask.application.worker.ReportStopped} that nothing of the task
     * acts any more; nor does this service end a task whose host has failed. The host calls the use cases of {@link
     * io.nicotask.application.worker.ExternalWorkflowUseCases}: it passes the start gate, reports progress and asks whether
     * it may continue, reports the end, and then reports that the work has stopped, also of a task that it never began.
     * Safe for many threads.
     */
    static WorkflowEngine none() {
        return new NoWorkflowEngine();
    }

    /** The result of a start. */
    sealed interface StartResult {

        /**
         * This call started the workflow.
         *
         * @param namespace where it was started
         */
        record Started(String namespace) implements StartResult {}

        /**
         * The id was used before: by an earlier start, or by a tombstone.
         *
         * @param namespace where the id was used
         */
        record AlreadyStarted(String namespace) implements StartResult {}

        /**
         * The engine will never accept this start.
         *
         * @param cause why, in one line
         */
        record Refused(String cause) implements StartResult {}
    }

    /** The engine's description of a workflow, in the one namespace that was searched. */
    sealed interface WorkflowDescription {

        /** Returns the namespace that was searched; the description says nothing about other namespaces. */
        String namespace();

        /**
         * The workflow is open.
         *
         * @param namespace the namespace that was searched
         * @param run its latest run
         */
        record Open(String namespace, WorkflowRunId run) implements WorkflowDescription {}

        /**
         * The workflow is closed.
         *
         * @param namespace the namespace that was searched
         * @param closeStatus how it closed
         * @param run its latest run
         * @param actsFor how long activities of the workflow may still act; zero unless the workflow is external, because
         *     the attempts of the built-in one hold leases
         */
        record Closed(String namespace, CloseStatus closeStatus, WorkflowRunId run, Duration actsFor)
                implements WorkflowDescription {}

        /**
         * The engine does not know the workflow: it was never started, was lost, or is past its retention.
         *
         * @param namespace the namespace that was searched
         * @param engineIsVolatile whether this engine is known to lose its data at a restart
         */
        record NotFound(String namespace, boolean engineIsVolatile) implements WorkflowDescription {}

        /**
         * The host carries out the work itself: only its report says whether anything of the task may still act.
         *
         * @param namespace the name that stands for the host
         */
        record Unmanaged(String namespace) implements WorkflowDescription {}
    }

    /** How a workflow closed. */
    enum CloseStatus {
        COMPLETED,
        FAILED,
        CANCELED,
        TERMINATED,
        TIMED_OUT
    }

    /**
     * What this process has observed of the workflow engine of a site, by the calls that it made. Both are null before the
     * first of them has ended.
     *
     * @param lastReply when the engine last replied, or null if it never did
     * @param unreachableSince when the first call failed after the last reply, or null if the last call did not; as long as it
     *     is set, the engine gets one call a second
     */
    record EngineStatus(
            @Nullable Instant lastReply, @Nullable Instant unreachableSince) {

        /** No call has ended. */
        public static final EngineStatus UNKNOWN = new EngineStatus(null, null);
    }

    /**
     * The workflow engine returned an error, did not reply, or gave a reply that decides nothing. Whether the call had an
     * effect is unknown. Never shown to clients: the relay repeats the call.
     */
    final class WorkflowEngineUnavailable extends RuntimeException {

        private static final long serialVersionUID = 1;

        public WorkflowEngineUnavailable(String message, Throwable cause) {
            super(message, cause);
        }

        public WorkflowEngineUnavailable(String message) {
            super(message);
        }
    }
}
