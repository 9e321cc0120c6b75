package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.NotModified;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.application.task.GetTask;
import io.nicotask.application.task.GetTask.Result.Denied;
import io.nicotask.application.task.GetTask.Result.Found;
import io.nicotask.application.task.GetTask.Result.NotFound;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;

/** {@code GET …/task/{id}} */
final class GetTaskRoute implements BulkheadRoute {

    private final GetTask getTask;
    private final TaskResponses responses;

    GetTaskRoute(GetTask getTask, TaskResponses responses) {
        this.getTask = getTask;
        this.responses = responses;
    }

    @Override
    public ApiResponse handle(AuthenticatedRequest request, Context context) {
        TaskId task = IdParser.taskInPath(context);
        SiteId site = IdParser.siteInQuery(QueryParameters.of(context, IdParser.SITE_QUERY));
        return switch (getTask.get(new GetTask.Command(request.context(), site, task))) {
            case Found found -> unlessNotModified(context, responses.ok(found.view()));
            case NotFound none -> ErrorResponses.TASK_NOT_FOUND;
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }

    private static ApiResponse unlessNotModified(Context context, Success found) {
        String entityTag = Objects.requireNonNull(found.headers().get(HeaderNames.ETAG));
        return IfNoneMatch.names(context, entityTag) ? new NotModified(found.headers()) : found;
    }
}
