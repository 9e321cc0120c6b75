package io.nicotask.domain.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.task.Cancellation.AlreadyTerminated;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Cancellation.NotCancellable;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.Pending;
import io.nicotask.domain.task.TaskState.Running;
import io.nicotask.domain.task.TaskState.Succeeded;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.task.Transition.AlreadyApplied;
import io.nicotask.domain.task.Transition.Applied;
import io.nicotask.domain.task.Transition.Refused;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A long-running operation on a rack, with its state machine. Immutable: a method that changes something returns the
 * changed task.
 *
 * <p>Instants are whole microseconds. A change is never dated before the previous one, even when the clock was set
 * back.
 */
@CheckReturnValue
public final class Task {

    private static final String CANCELLED = "Cancelled by user";
    private static final String EXPIRED = "Expired: queue timeout reached";
    private static final String QUEUED = "Queued: waiting for rack to become available";
    private static final String PROMOTED = "Promoted: no conflicting active tasks";

    private static final String UNATTENDED = "No worker has begun the workflow yet";

    private final TaskId id;
    private final TaskSpec spec;
    private final TaskState state;
    private final String message;
    private final @Nullable TaskReport report;
    private final Revision revision;

    private Task(
            TaskId id, TaskSpec spec, TaskState state, String message, @Nullable TaskReport report, Revision revision) {
        this.id = id;
        this.spec = spec;
        this.state = state;
        this.message = message;
        this.report = report;
        this.revision = revision;
    }

    /** Creates a task that may begin at once. */
    public static Task submitted(TaskId id, TaskSpec spec, Instant now) {
        return new Task(id, spec, new Pending(), TaskStatus.PENDING.label(), null, Revision.first(now));
    }

    /** Creates a task that waits for its rack until the deadline, by the store's clock. */
    public static Task queued(TaskId id, TaskSpec spec, Instant deadline, Instant now) {
        Waiting waiting = new Waiting(Revision.truncatedToMicros(deadline));
        return new Task(id, spec, waiting, QUEUED, null, Revision.first(now));
    }

    /** Restores a task from storage unchanged. */
    public static Task rehydrated(
            TaskId id, TaskSpec spec, TaskState state, String message, @Nullable TaskReport report, Revision revision) {
        return new Task(id, spec, state, message, report, revision);
    }

    /**
     * Cancels the task: an open task becomes Terminated, and running work in its report is marked as failed.
     *
     * @param by who cancels
     * @param reason why, or null
     */
    public Cancellation cancel(Actor by, @Nullable Reason reason, Instant now) {
        return switch (state) {
            case Waiting waiting -> new Cancelled(terminated(by, reason, CANCELLED, now));
            case Pending pending -> new Cancelled(terminated(by, reason, CANCELLED, now));
            case Running running -> new Cancelled(terminated(by, reason, CANCELLED, now));
            case Terminated terminated -> new AlreadyTerminated(this);
            case Succeeded succeeded -> new NotCancellable(this);
            case Failed failed -> new NotCancellable(this);
        };
    }

    /**
     * Terminates a task that has waited for its rack past its deadline; refused before the deadline.
     *
     * @param asOf when the task was read, by the store's clock, which all processes share; the deadline is compared with it
     */
    public Transition expire(Actor by, Instant asOf, Instant now) {
        return switch (state) {
            case Waiting waiting ->
                asOf.isBefore(waiting.deadline()) ? new Refused(this) : new Applied(terminated(by, null, EXPIRED, now));
            case Terminated terminated -> new Refused(this);
            case Pending pending -> new Refused(this);
            case Running running -> new Refused(this);
            case Succeeded succeeded -> new Refused(this);
            case Failed failed -> new Refused(this);
        };
    }

    /** Makes a waiting task Pending. */
    public Transition promote(Instant now) {
        return switch (state) {
            case Waiting waiting -> new Applied(changed(new Pending(), PROMOTED, report, revision.nextInstant(now)));
            case Pending pending -> new AlreadyApplied(this);
            case Running running -> new Refused(this);
            case Succeeded succeeded -> new Refused(this);
            case Failed failed -> new Refused(this);
            case Terminated terminated -> new Refused(this);
        };
    }

    /** Notes in the message of a Pending task that its workflow is open and no worker has begun it. */
    public Transition unattended(Instant now) {
        return switch (state) {
            case Pending pending ->
                message.equals(UNATTENDED)
                        ? new AlreadyApplied(this)
                        : new Applied(changed(pending, UNATTENDED, report, revision.nextInstant(now)));
            case Waiting waiting -> new Refused(this);
            case Running running -> new Refused(this);
            case Succeeded succeeded -> new Refused(this);
            case Failed failed -> new Refused(this);
            case Terminated terminated -> new Refused(this);
        };
    }

    /**
     * The start gate: the first run of the workflow to arrive makes the task Running. That run passes again (its first
     * reply may have been lost); every other run is refused.
     */
    public Transition start(WorkflowRunId run, Instant now) {
        return switch (state) {
            case Pending pending -> {
                Instant at = revision.nextInstant(now);
                yield new Applied(
                        changed(new Running(new WorkflowRun(run, at)), TaskStatus.RUNNING.label(), report, at));
            }
            case Running running -> isOwnedBy(run) ? new AlreadyApplied(this) : new Refused(this);
            case Waiting waiting -> new Refused(this);
            case Succeeded succeeded -> new Refused(this);
            case Failed failed -> new Refused(this);
            case Terminated terminated -> new Refused(this);
        };
    }

    /** Records the resolved rule and a report whose stages have not begun. A later plan changes nothing. */
    public Transition plan(WorkflowRunId run, RuleId rule, TaskReport planned, Instant now) {
        return ifOwnedBy(run, () -> {
            Task resolved = new Task(id, spec.withRule(rule), state, message, report, revision);
            return report == null
                    ? new Applied(resolved.changed(state, message, planned, revision.nextInstant(now)))
                    : new AlreadyApplied(this);
        });
    }

    /**
     * Replaces the report by that of the run that passed the gate.
     *
     * @param reported the report, or null to keep the stored one
     */
    public Transition progress(WorkflowRunId run, @Nullable TaskReport reported, Instant now) {
        return ifOwnedBy(
                run,
                () -> reported == null || reported.equals(report)
                        ? new AlreadyApplied(this)
                        : new Applied(changed(state, message, reported, revision.nextInstant(now))));
    }

    private Transition ifOwnedBy(WorkflowRunId run, Supplier<Transition> change) {
        return switch (state) {
            case Running running -> isOwnedBy(run) ? change.get() : new Refused(this);
            case Waiting waiting -> new Refused(this);
            case Pending pending -> new Refused(this);
            case Succeeded succeeded -> new Refused(this);
            case Failed failed -> new Refused(this);
            case Terminated terminated -> new Refused(this);
        };
    }

    /** Completes the task for the run that passed the gate, and running work in its report with it. */
    public Transition succeed(WorkflowRunId run, Instant now) {
        return switch (state) {
            case Running running -> {
                if (!isOwnedBy(run)) {
                    yield new Refused(this);
                }
                Instant at = revision.nextInstant(now);
                Succeeded end = new Succeeded(running.run(), at);
                TaskReport completed = report == null ? null : report.complete(at);
                yield new Applied(changed(end, TaskStatus.SUCCEEDED.label(), completed, at));
            }
            case Succeeded succeeded -> isOwnedBy(run) ? new AlreadyApplied(this) : new Refused(this);
            case Waiting waiting -> new Refused(this);
            case Pending pending -> new Refused(this);
            case Failed failed -> new Refused(this);
            case Terminated terminated -> new Refused(this);
        };
    }

    /**
     * Fails the task, and running work in its report with it.
     *
     * @param run the run that reports the failure, or null when the system gives the task up (its workflow could not be
     *     started, or is missing or closed)
     * @param error the error; its first line is stored, and identifies a repetition by the same run
     */
    public Transition fail(@Nullable WorkflowRunId run, String error, Instant now) {
        String errorLine = TextConstraints.errorLine(error);
        return switch (state) {
            case Pending pending -> run == null ? new Applied(failed(errorLine, now)) : new Refused(this);
            case Running running ->
                run == null || isOwnedBy(run) ? new Applied(failed(errorLine, now)) : new Refused(this);
            case Failed failed ->
                isOwnedBy(run) && failed.error().equals(errorLine) ? new AlreadyApplied(this) : new Refused(this);
            case Waiting waiting -> new Refused(this);
            case Succeeded succeeded -> new Refused(this);
            case Terminated terminated -> new Refused(this);
        };
    }

    public TaskId id() {
        return id;
    }

    /** Returns the request that the task was submitted with. */
    public TaskSpec spec() {
        return spec;
    }

    public TaskState state() {
        return state;
    }

    public TaskStatus status() {
        return state.status();
    }

    /** Returns the state or the result as one line of text. */
    public String message() {
        return message;
    }

    /** Returns the report of the execution, or null before there is one. */
    public @Nullable TaskReport report() {
        return report;
    }

    public Revision revision() {
        return revision;
    }

    private Task terminated(Actor by, @Nullable Reason reason, String message, Instant now) {
        Instant at = revision.nextInstant(now);
        Terminated end = new Terminated(state.runOrNull(), at, by, reason);
        return changed(end, message, interruptedReport(message, at), at);
    }

    private Task failed(String error, Instant now) {
        Instant at = revision.nextInstant(now);
        return changed(new Failed(state.runOrNull(), at, error), error, interruptedReport(error, at), at);
    }

    private @Nullable TaskReport interruptedReport(String error, Instant at) {
        return report == null ? null : report.interrupt(error, at);
    }

    private Task changed(TaskState next, String nextMessage, @Nullable TaskReport nextReport, Instant at) {
        return new Task(id, spec, next, nextMessage, nextReport, revision.next(at));
    }

    private boolean isOwnedBy(@Nullable WorkflowRunId run) {
        WorkflowRun begun = state.runOrNull();
        return begun != null && begun.id().equals(run);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Task that
                && id.equals(that.id)
                && spec.equals(that.spec)
                && state.equals(that.state)
                && message.equals(that.message)
                && Objects.equals(report, that.report)
                && revision.equals(that.revision);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, revision);
    }

    @Override
    public String toString() {
        return "Task " + id + " (" + status().label() + ", version " + revision.version() + ")";
    }
}
