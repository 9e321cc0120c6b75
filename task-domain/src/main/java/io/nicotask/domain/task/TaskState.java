package io.nicotask.domain.task;

import io.nicotask.domain.access.Actor;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of a task, with the data that exists in that state only. */
public sealed interface TaskState {

    /** The state's name in the table of edges. */
    TaskStatus status();

    /** The run that passed the gate, or null when none has. */
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

    /** When the task became terminal, or null while it is open. */
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
     * Queued behind conflicting work.
     *
     * @param deadline when the task expires if it is still queued
     */
    record Waiting(Instant deadline) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.WAITING;
        }
    }

    /** Accepted, not yet begun. */
    record Pending() implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.PENDING;
        }
    }

    /**
     * Being executed.
     *
     * @param run the run that passed the gate
     */
    record Running(WorkflowRun run) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.RUNNING;
        }
    }

    /**
     * Ended well.
     *
     * @param run the run that did it
     * @param at when it ended
     */
    record Succeeded(WorkflowRun run, Instant at) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.SUCCEEDED;
        }
    }

    /**
     * Ended badly.
     *
     * @param run the run that had begun, or null when none had
     * @param at when it ended
     * @param error what went wrong, one line of at most {@link TextConstraints#MAX_ERROR_BYTES} bytes
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
     * @param at when it ended
     * @param by who ended it
     * @param reason why, or null when nobody said
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
}
