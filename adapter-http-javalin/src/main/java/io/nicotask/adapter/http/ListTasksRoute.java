package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.Answer.Success;
import io.nicotask.application.list.ListTasks;
import io.nicotask.application.list.ListTasksCommand;
import io.nicotask.application.list.ListTasksResult.Denied;
import io.nicotask.application.list.ListTasksResult.Listed;
import io.nicotask.application.list.ListTasksResult.Walked;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.TaskListing.Part;
import io.nicotask.application.port.TaskListing.Stretch;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code GET …/task}, {@code GET …/rack/{id}/task} and {@code GET …/tray/{id}/task} */
final class ListTasksRoute implements Route {

    private final Door door;
    private final ListTasks listTasks;
    private final Function<Context, Part> partOf;

    /** Of the site's tasks the list shows the part that the path names. */
    ListTasksRoute(Door door, ListTasks listTasks, Function<Context, Part> partOf) {
        this.door = door;
        this.listTasks = listTasks;
        this.partOf = partOf;
    }

    @Override
    public Answer answer(Context context) {
        Visit visit = door.enter(context, Action.LIST_TASKS);
        Part part = partOf.apply(context);
        Query query = Query.of(context, ListTasksForm.NAMES);
        SiteId site = Ids.siteInQuery(query);
        ListTasksForm form = ListTasksForm.read(query);
        return switch (listTasks.list(new ListTasksCommand(
                visit.caller(), visit.org(), site, part, form.wanted(), form.reports(), visit.origin()))) {
            case Listed listed -> {
                String pagination = form.pages().header(listed.page().total());
                yield shown(listed.page().tasks(), Map.of(Headers.PAGINATION, pagination));
            }
            case Walked walked -> shown(walked.stretch().tasks(), nextOf(walked.stretch()));
            case Denied denied -> Problems.of(denied.reason(), visit.orgInPath());
        };
    }

    private static Map<String, String> nextOf(Stretch stretch) {
        return stretch.next() == null ? Map.of() : Map.of(Headers.NEXT_CURSOR, Cursor.text(stretch.next()));
    }

    private static Answer shown(List<Task> tasks, Map<String, String> place) {
        Map<String, String> headers = new LinkedHashMap<>(place);
        headers.put(Headers.VARY, Headers.ACCEPT_ENCODING);
        return new Success(200, tasks.stream().map(TaskJson::of).toList(), headers);
    }
}
