package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.application.task.GetTaskHistory;
import io.nicotask.application.task.GetTaskHistory.Result.Denied;
import io.nicotask.application.task.GetTaskHistory.Result.Found;
import io.nicotask.application.task.GetTaskHistory.Result.NotFound;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Map;

/** {@code GET …/task/{id}/history} */
final class GetTaskHistoryRoute implements BulkheadRoute {

    private final GetTaskHistory getTaskHistory;

    GetTaskHistoryRoute(GetTaskHistory getTaskHistory) {
        this.getTaskHistory = getTaskHistory;
    }

    @Override
    public ApiResponse handle(AuthenticatedRequest request, Context context) {
        TaskId task = IdParser.taskInPath(context);
        SiteId site = IdParser.siteInQuery(QueryParameters.of(context, IdParser.SITE_QUERY));
        return switch (getTaskHistory.get(new GetTaskHistory.Command(request.context(), site, task))) {
            case Found found ->
                new Success(
                        200,
                        found.entries().stream().map(HistoryEntryJson::of).toList(),
                        Map.of(HeaderNames.VARY, HeaderNames.ACCEPT_ENCODING));
            case NotFound none -> ErrorResponses.TASK_NOT_FOUND;
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }
}
