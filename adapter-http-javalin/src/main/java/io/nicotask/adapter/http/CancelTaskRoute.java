package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.task.CancelTask.Result.AlreadyTerminated;
import io.nicotask.application.task.CancelTask.Result.Cancelled;
import io.nicotask.application.task.CancelTask.Result.Denied;
import io.nicotask.application.task.CancelTask.Result.NotCancellable;
import io.nicotask.application.task.CancelTask.Result.NotFound;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;

/** {@code POST …/task/{id}/cancel} */
final class CancelTaskRoute implements BulkheadBodyRoute {

    private static final ErrorResponse INVALID = new ErrorResponse(400, "Failed to validate cancel task request data");

    private final JsonBody bodies;
    private final CancelTask cancelTask;
    private final TaskResponses responses;

    CancelTaskRoute(JsonBody bodies, CancelTask cancelTask, TaskResponses responses) {
        this.bodies = bodies;
        this.cancelTask = cancelTask;
        this.responses = responses;
    }

    @Override
    public BulkheadRoute checkPath(Context context) {
        TaskId task = IdParser.taskInPath(context);
        return (request, received) -> cancel(request, task, received);
    }

    private ApiResponse cancel(AuthenticatedRequest request, TaskId task, Context context) {
        CancelTaskJson body = bodies.read(context, CancelTaskJson.class, INVALID);
        SiteId site = IdParser.site(body.siteId());
        Reason reason = body.reason() == null ? null : new Reason(body.reason());
        return switch (cancelTask.cancel(new CancelTask.Command(request.context(), site, task, reason))) {
            case Cancelled cancelled -> responses.accepted(cancelled.view(), "cancelled", request);
            case AlreadyTerminated already -> responses.accepted(already.view(), "already-terminated", request);
            case NotCancellable finished -> responses.notCancellable(finished.view());
            case NotFound none -> ErrorResponses.TASK_NOT_FOUND;
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }
}
