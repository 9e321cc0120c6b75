package io.nicotask.application.simulation;

import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.get.GetTaskResult;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.submit.SubmitTaskCommand;
import io.nicotask.application.submit.SubmitTaskResult;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.util.HashMap;
import java.util.Map;

/** What must be true of answers: each was so at a moment between the question and the answer (4, 5, 6). */
final class AnswerLaws {

    private final Referee referee;
    private final Ground ground;
    private final Ledger ledger;
    private final Map<String, TaskId> keys = new HashMap<>();

    AnswerLaws(Referee referee, Ground ground, Ledger ledger) {
        this.referee = referee;
        this.ground = ground;
        this.ledger = ledger;
    }

    void submitted(SubmitTaskCommand command, SubmitTaskResult result, long since) {
        switch (result) {
            case SubmitTaskResult.Submitted submitted -> {
                wasSo(submitted.view(), since);
                TaskId task = submitted.view().task().id();
                TaskId first = command.key() == null ? null : keys.putIfAbsent(command.key(), task);
                referee.demand(
                        first == null || first.equals(task),
                        23,
                        () -> "one key made two tasks, " + first + " and " + task);
            }
            case SubmitTaskResult.Conflicting conflicting -> {}
            case SubmitTaskResult.QueueFull full -> {}
            case SubmitTaskResult.UnknownRule unknown -> referee.breaks(23, "no rule was pinned: " + command);
            case SubmitTaskResult.KeyReused reused -> referee.breaks(23, "no key was reused: " + command);
            case SubmitTaskResult.Denied denied -> referee.breaks(23, "the caller may: " + denied);
        }
    }

    void cancelled(TaskId task, CancelTaskResult result, long since) {
        switch (result) {
            case CancelTaskResult.Cancelled cancelled -> {
                terminated(cancelled.view(), since);
                referee.demand(ledger.since(task) > since, 4, () -> task + " was cancelled before it was asked for");
            }
            case CancelTaskResult.AlreadyTerminated already -> terminated(already.view(), since);
            case CancelTaskResult.NotCancellable finished -> {
                TaskStatus status = finished.view().task().status();
                referee.demand(
                        status == TaskStatus.SUCCEEDED || status == TaskStatus.FAILED,
                        5,
                        () -> "a conflict for a task that is " + status);
                wasSo(finished.view(), since);
            }
            case CancelTaskResult.NotFound unknown -> absent(task, since);
            case CancelTaskResult.Denied denied -> referee.breaks(23, "the caller may: " + denied);
        }
    }

    void found(TaskId task, GetTaskResult result, long since) {
        switch (result) {
            case GetTaskResult.Found found -> wasSo(found.view(), since);
            case GetTaskResult.NotFound unknown -> absent(task, since);
            case GetTaskResult.Denied denied -> referee.breaks(23, "the caller may: " + denied);
        }
    }

    /** True at an instant of the request, and ever after: an ended task is what is kept now, in all its columns. */
    private void terminated(TaskView view, long since) {
        Task shown = view.task();
        referee.demand(shown.status() == TaskStatus.TERMINATED, 4, () -> "a cancel was answered by " + shown);
        referee.demand(
                shown.equals(ledger.current(shown.id())), 4, () -> "a cancel was answered by what is not: " + shown);
        wasSo(view, since);
    }

    private void wasSo(TaskView view, long since) {
        referee.demand(
                ledger.wasSo(view.task(), since, ledger.moment()),
                6,
                () -> "nobody could see " + view.task() + " then");
        boolean tooEarly = view.stop() == Stop.State.CONFIRMED
                && ground.stopOf(view.task().id()).isPresent()
                && !ground.isConfirmed(view.task().id());
        referee.demand(!tooEarly, 6, () -> "the stop was not confirmed of " + view.task());
    }

    private void absent(TaskId task, long since) {
        referee.demand(!ledger.wasThere(task, since), 6, () -> task + " was there, and was not found");
    }
}
