package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Problem;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult.AlreadyTerminated;
import io.nicotask.application.cancel.CancelTaskResult.Cancelled;
import io.nicotask.application.cancel.CancelTaskResult.Denied;
import io.nicotask.application.cancel.CancelTaskResult.NotCancellable;
import io.nicotask.application.cancel.CancelTaskResult.NotFound;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;

/** {@code POST …/task/{id}/cancel} */
final class CancelTaskRoute implements BodyRoute {

    private static final Problem INVALID = new Problem(400, "Failed to validate cancel task request data");

    private final Door door;
    private final JsonBody bodies;
    private final CancelTask cancelTask;
    private final TaskAnswers answers;

    CancelTaskRoute(Door door, JsonBody bodies, CancelTask cancelTask, TaskAnswers answers) {
        this.door = door;
        this.bodies = bodies;
        this.cancelTask = cancelTask;
        this.answers = answers;
    }

    @Override
    public Route authorize(Context context) {
        Visit visit = door.enter(context, Action.CANCEL_TASK);
        TaskId task = Ids.taskInPath(context);
        return received -> cancel(visit, task, received);
    }

    private Answer cancel(Visit visit, TaskId task, Context context) {
        CancelTaskJson body = bodies.read(context, CancelTaskJson.class, INVALID);
        SiteId site = Ids.site(body.siteId());
        return switch (cancelTask.cancel(
                new CancelTaskCommand(visit.caller(), visit.org(), site, task, body.reason(), visit.origin()))) {
            case Cancelled cancelled -> answers.cancelled(cancelled.view(), "cancelled", visit);
            case AlreadyTerminated already -> answers.cancelled(already.view(), "already-terminated", visit);
            case NotCancellable finished -> answers.finished(finished.view());
            case NotFound none -> Problems.NO_SUCH_TASK;
            case Denied denied -> Problems.of(denied.reason(), visit.orgInPath());
        };
    }
}
