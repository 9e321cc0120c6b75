package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Success;
import io.nicotask.adapter.http.Answer.Unchanged;
import io.nicotask.application.get.GetTask;
import io.nicotask.application.get.GetTaskCommand;
import io.nicotask.application.get.GetTaskResult.Denied;
import io.nicotask.application.get.GetTaskResult.Found;
import io.nicotask.application.get.GetTaskResult.NotFound;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.util.Objects;

/** {@code GET …/task/{id}} */
final class GetTaskRoute implements Route {

    private final Door door;
    private final GetTask getTask;
    private final TaskAnswers answers;

    GetTaskRoute(Door door, GetTask getTask, TaskAnswers answers) {
        this.door = door;
        this.getTask = getTask;
        this.answers = answers;
    }

    @Override
    public Answer answer(Context context) {
        Visit visit = door.enter(context, Action.GET_TASK);
        TaskId task = Ids.taskInPath(context);
        SiteId site = Ids.siteInQuery(Query.of(context, Ids.QUERY));
        return switch (getTask.get(new GetTaskCommand(visit.caller(), visit.org(), site, task, visit.origin()))) {
            case Found found -> unlessKnown(context, answers.found(found.view()));
            case NotFound none -> Problems.NO_SUCH_TASK;
            case Denied denied -> Problems.of(denied.reason(), visit.orgInPath());
        };
    }

    private static Answer unlessKnown(Context context, Success found) {
        String entityTag = Objects.requireNonNull(found.headers().get(Headers.ETAG));
        return IfNoneMatch.names(context, entityTag) ? new Unchanged(found.headers()) : found;
    }
}
