package io.nicotask.application.simulation;

import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.SubmitTask;
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

    void checkSubmit(SubmitTask.Command command, SubmitTask.Result result, long since) {
        switch (result) {
            case SubmitTask.Result.Submitted submitted -> {
                checkWasCurrent(submitted.view(), since);
                TaskId task = submitted.view().task().id();
                TaskId first =
                        command.idempotencyKey() == null ? null : keys.putIfAbsent(command.idempotencyKey(), task);
                invariants.check(
                        first == null || first.equals(task),
                        23,
                        () -> "one idempotency key created two tasks, " + first + " and " + task);
            }
            case SubmitTask.Result.Conflict conflicting -> {}
            case SubmitTask.Result.QueueFull full -> {}
            case SubmitTask.Result.RetiredSite retired ->
                invariants.report(36, "refused as retired, though no site is: " + command);
            case SubmitTask.Result.UnknownRule unknown ->
                invariants.report(23, "unknown rule, though none was pinned: " + command);
            case SubmitTask.Result.KeyReused reused ->
                invariants.report(23, "key reused, though no other request had it: " + command);
            case SubmitTask.Result.Denied denied -> invariants.report(23, "an authorized caller was denied: " + denied);
        }
    }

    void checkCancel(TaskId task, CancelTask.Result result, long since) {
        switch (result) {
            case CancelTask.Result.Cancelled cancelled -> {
                checkTerminated(cancelled.view(), since);
                invariants.check(
                        committed.since(task) > since,
                        4,
                        () -> "reported as cancelled now, though cancelled before the request: task " + task);
            }
            case CancelTask.Result.AlreadyTerminated already -> checkTerminated(already.view(), since);
            case CancelTask.Result.NotCancellable finished -> {
                TaskStatus status = finished.view().task().status();
                invariants.check(
                        status == TaskStatus.SUCCEEDED || status == TaskStatus.FAILED,
                        5,
                        () -> "not cancellable, though the task is " + status);
                checkWasCurrent(finished.view(), since);
            }
            case CancelTask.Result.NotFound unknown -> checkAbsent(task, since);
            case CancelTask.Result.Denied denied -> invariants.report(23, "an authorized caller was denied: " + denied);
        }
    }

    void checkGet(TaskId task, GetTask.Result result, long since) {
        switch (result) {
            case GetTask.Result.Found found -> checkWasCurrent(found.view(), since);
            case GetTask.Result.NotFound unknown -> checkAbsent(task, since);
            case GetTask.Result.Denied denied -> invariants.report(23, "an authorized caller was denied: " + denied);
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
