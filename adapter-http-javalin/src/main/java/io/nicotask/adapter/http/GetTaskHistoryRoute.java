package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Success;
import io.nicotask.application.history.GetTaskHistory;
import io.nicotask.application.history.GetTaskHistoryCommand;
import io.nicotask.application.history.GetTaskHistoryResult.Denied;
import io.nicotask.application.history.GetTaskHistoryResult.Found;
import io.nicotask.application.history.GetTaskHistoryResult.NotFound;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.util.Map;

/** {@code GET …/task/{id}/history} */
final class GetTaskHistoryRoute implements Route {

    private final Door door;
    private final GetTaskHistory getTaskHistory;

    GetTaskHistoryRoute(Door door, GetTaskHistory getTaskHistory) {
        this.door = door;
        this.getTaskHistory = getTaskHistory;
    }

    @Override
    public Answer answer(Context context) {
        Visit visit = door.enter(context, Action.GET_TASK_HISTORY);
        TaskId task = Ids.taskInPath(context);
        SiteId site = Ids.siteInQuery(Query.of(context, Ids.QUERY));
        return switch (getTaskHistory.get(
                new GetTaskHistoryCommand(visit.caller(), visit.org(), site, task, visit.origin()))) {
            case Found found ->
                new Success(
                        200,
                        found.entries().stream().map(HistoryEntryJson::of).toList(),
                        Map.of(Headers.VARY, Headers.ACCEPT_ENCODING));
            case NotFound none -> Problems.NO_SUCH_TASK;
            case Denied denied -> Problems.of(denied.reason(), visit.orgInPath());
        };
    }
}
