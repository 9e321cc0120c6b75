package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.ErrorResponse;
import io.nicotask.application.stop.ResolveStop;
import io.nicotask.application.stop.ResolveStop.Result.AlreadyConfirmed;
import io.nicotask.application.stop.ResolveStop.Result.Denied;
import io.nicotask.application.stop.ResolveStop.Result.InProgress;
import io.nicotask.application.stop.ResolveStop.Result.NotFound;
import io.nicotask.application.stop.ResolveStop.Result.Resolved;
import io.nicotask.application.stop.ResolveStop.Result.TaskNotEnded;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;

/** {@code POST …/task/{id}/stop/resolve} */
final class ResolveStopRoute implements BulkheadBodyRoute {

    private static final ErrorResponse INVALID = new ErrorResponse(400, "Failed to validate resolve stop request data");

    private final JsonBody bodies;
    private final ResolveStop resolveStop;
    private final TaskResponses responses;

    ResolveStopRoute(JsonBody bodies, ResolveStop resolveStop, TaskResponses responses) {
        this.bodies = bodies;
        this.resolveStop = resolveStop;
        this.responses = responses;
    }

    @Override
    public BulkheadRoute checkPath(Context context) {
        TaskId task = IdParser.taskInPath(context);
        return (request, received) -> resolve(request, task, received);
    }

    private ApiResponse resolve(AuthenticatedRequest request, TaskId task, Context context) {
        ResolveStopJson body = bodies.read(context, ResolveStopJson.class, INVALID);
        SiteId site = IdParser.site(body.siteId());
        Reason reason = new Reason(body.reason());
        return switch (resolveStop.resolve(new ResolveStop.Command(request.context(), site, task, reason))) {
            case Resolved resolved -> responses.ok(resolved.view());
            case AlreadyConfirmed already -> responses.ok(already.view());
            case InProgress inProgress -> responses.stopInProgress(inProgress.view());
            case TaskNotEnded notEnded -> responses.nothingToStop(notEnded.view());
            case NotFound none -> ErrorResponses.TASK_NOT_FOUND;
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }
}
