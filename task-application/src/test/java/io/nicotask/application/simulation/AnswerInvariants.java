package io.nicotask.application.simulation;

import io.nicotask.application.port.TaskView;
import io.nicotask.application.task.CancelTaskResult;
import io.nicotask.application.task.GetTaskResult;
import io.nicotask.application.task.SubmitTaskCommand;
import io.nicotask.application.task.SubmitTaskResult;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.HashMap;
import java.util.Map;

/** Checks use-case results: each answer was true at an instant between request and response (4, 5, 6). */
final class AnswerInvariants {

    private final InvariantChecker invariants;
    private final GroundTruth truth;
    private final CommittedHistory committed;
    private final Map<String, TaskId> keys = new HashMap<>();

    AnswerInvariants(InvariantChecker invariants, GroundTruth truth, CommittedHistory committed) {
        this.invariants = invariants;
        this.truth = truth;
        this.committed = committed;
    }

    void checkSubmit(SubmitTaskCommand command, SubmitTaskResult result, long since) {
        switch (result) {
            case SubmitTaskResult.Submitted submitted -> {
                checkWasCurrent(submitted.view(), since);
                TaskId task = submitted.view().task().id();
                TaskId first =
                        command.idempotencyKey() == null ? null : keys.putIfAbsent(command.idempotencyKey(), task);
                invariants.check(
                        first == null || first.equals(task),
                        23,
                        () -> "one idempotency key created two tasks, " + first + " and " + task);
            }
            case SubmitTaskResult.Conflict conflicting -> {}
            case SubmitTaskResult.QueueFull full -> {}
            case SubmitTaskResult.RetiredSite retired ->
                invariants.report(36, "refused as retired, though no site is: " + command);
            case SubmitTaskResult.UnknownRule unknown ->
                invariants.report(23, "unknown rule, though none was pinned: " + command);
            case SubmitTaskResult.KeyReused reused ->
                invariants.report(23, "key reused, though no other request had it: " + command);
            case SubmitTaskResult.Denied denied -> invariants.report(23, "an authorized caller was denied: " + denied);
        }
    }

    void checkCancel(TaskId task, CancelTaskResult result, long since) {
        switch (result) {
            case CancelTaskResult.Cancelled cancelled -> {
                checkTerminated(cancelled.view(), since);
                invariants.check(
                        committed.since(task) > since,
                        4,
                        () -> "reported as cancelled now, though cancelled before the request: task " + task);
            }
            case CancelTaskResult.AlreadyTerminated already -> checkTerminated(already.view(), since);
            case CancelTaskResult.NotCancellable finished -> {
                TaskStatus status = finished.view().task().status();
                invariants.check(
                        status == TaskStatus.SUCCEEDED || status == TaskStatus.FAILED,
                        5,
                        () -> "not cancellable, though the task is " + status);
                checkWasCurrent(finished.view(), since);
            }
            case CancelTaskResult.NotFound unknown -> checkAbsent(task, since);
            case CancelTaskResult.Denied denied -> invariants.report(23, "an authorized caller was denied: " + denied);
        }
    }

    void checkGet(TaskId task, GetTaskResult result, long since) {
        switch (result) {
            case GetTaskResult.Found found -> checkWasCurrent(found.view(), since);
            case GetTaskResult.NotFound unknown -> checkAbsent(task, since);
            case GetTaskResult.Denied denied -> invariants.report(23, "an authorized caller was denied: " + denied);
        }
    }

    /** True at an instant of the request and ever after: a terminated task equals the stored one in every column. */
    private void checkTerminated(TaskView view, long since) {
        Task shown = view.task();
        invariants.check(shown.status() == TaskStatus.TERMINATED, 4, () -> "a cancel was answered with " + shown);
        invariants.check(
                shown.equals(committed.current(shown.id())),
                4,
                () -> "a cancel was answered with a version that is not the stored one: " + shown);
        checkWasCurrent(view, since);
    }

    private void checkWasCurrent(TaskView view, long since) {
        invariants.check(
                committed.wasCurrent(view.task(), since, committed.moment()),
                6,
                () -> "the answer shows " + view.task() + ", which was not current during the request");
        boolean tooEarly = view.stop() == StopStatus.CONFIRMED
                && truth.stopOf(view.task().id()).isPresent()
                && !truth.isConfirmed(view.task().id());
        invariants.check(
                !tooEarly, 6, () -> "the answer shows a confirmed stop, which is not confirmed, of " + view.task());
    }

    private void checkAbsent(TaskId task, long since) {
        invariants.check(!committed.existed(task, since), 6, () -> "not found, though it existed: task " + task);
    }
}
