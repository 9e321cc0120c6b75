package io.nicotask.domain.task;

import io.nicotask.domain.access.Actor;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.TextConstraints;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of a task, with the data that exists in that state only. */
public sealed interface TaskState {

    /** Returns the status, which the transition table uses. */
    TaskStatus status();

    /** Returns the run that passed the start gate, or null when none has. */
    default @Nullable WorkflowRun runOrNull() {
        return switch (this) {
            case Waiting waiting -> null;
            case Pending pending -> null;
            case Running running -> running.run();
            case Succeeded succeeded -> succeeded.run();
            case Failed failed -> failed.run();
            case Terminated terminated -> terminated.run();
        };
    }

    /** Returns when the task became terminal, or null while it is open. */
    default @Nullable Instant finishedOrNull() {
        return switch (this) {
            case Waiting waiting -> null;
            case Pending pending -> null;
            case Running running -> null;
            case Succeeded succeeded -> succeeded.at();
            case Failed failed -> failed.at();
            case Terminated terminated -> terminated.at();
        };
    }

    /**
     * Queued behind conflicting tasks.
     *
     * @param deadline when the task expires if it is still waiting, by the store's clock
     */
    record Waiting(Instant deadline) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.WAITING;
        }
    }

    /** Accepted; its workflow has not begun. */
    record Pending() implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.PENDING;
        }
    }

    /**
     * Running in its workflow.
     *
     * @param run the run that passed the start gate
     */
    record Running(WorkflowRun run) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.RUNNING;
        }
    }

    /**
     * Completed successfully.
     *
     * @param run the run that completed the task
     * @param at when the task ended
     */
    record Succeeded(WorkflowRun run, Instant at) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.SUCCEEDED;
        }
    }

    /**
     * Failed, or given up by the system.
     *
     * @param run the run that had begun, or null when none had
     * @param at when the task ended
     * @param error the error, one line of at most {@link TextConstraints#MAX_ERROR_BYTES} bytes
     */
    record Failed(@Nullable WorkflowRun run, Instant at, String error) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.FAILED;
        }
    }

    /**
     * Cancelled, or expired in the queue.
     *
     * @param run the run that had begun, or null when none had
     * @param at when the task ended
     * @param by who ended the task
     * @param reason why, or null when none was given
     */
    record Terminated(
            @Nullable WorkflowRun run,
            Instant at,
            Actor by,
            @Nullable Reason reason) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.TERMINATED;
        }
    }

    /**
     * The one run of a task's workflow that has passed the start gate.
     *
     * @param id the run's id
     * @param startedAt when it passed the gate
     */
    record WorkflowRun(WorkflowRunId id, Instant startedAt) {}
}
