package io.nicotask.adapter.http;

import io.javalin.http.Context;
import io.nicotask.adapter.http.ApiResponse.Success;
import io.nicotask.application.port.TaskQueries.Slice;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.task.ListTasks;
import io.nicotask.application.task.ListTasks.Result.Denied;
import io.nicotask.application.task.ListTasks.Result.FoundPage;
import io.nicotask.application.task.ListTasks.Result.FoundSlice;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code GET …/task}, {@code GET …/rack/{id}/task} and {@code GET …/tray/{id}/task} */
final class ListTasksRoute implements BulkheadRoute {

    private final ListTasks listTasks;
    private final TaskResponses responses;
    private final Function<Context, TaskList> listOf;

    /** @param listOf reads from the path which tasks of the site to list */
    ListTasksRoute(ListTasks listTasks, TaskResponses responses, Function<Context, TaskList> listOf) {
        this.listTasks = listTasks;
        this.responses = responses;
        this.listOf = listOf;
    }

    @Override
    public ApiResponse handle(AuthenticatedRequest request, Context context) {
        TaskList list = listOf.apply(context);
        QueryParameters query = QueryParameters.of(context, ListTasksParameters.NAMES);
        SiteId site = IdParser.siteInQuery(query);
        ListTasksParameters args = ListTasksParameters.read(query);
        return switch (listTasks.list(
                new ListTasks.Command(request.context(), site, list, args.pagination(), args.reports()))) {
            case FoundPage found -> {
                String pagination = args.page().paginationHeader(found.page().total());
                yield response(found.page().tasks(), Map.of(HeaderNames.PAGINATION, pagination));
            }
            case FoundSlice found -> response(found.slice().tasks(), nextCursorOf(found.slice()));
            case Denied denied -> ErrorResponses.of(denied.reason(), request.orgInPath());
        };
    }

    private static Map<String, String> nextCursorOf(Slice slice) {
        return slice.next() == null ? Map.of() : Map.of(HeaderNames.NEXT_CURSOR, Cursor.text(slice.next()));
    }

    private ApiResponse response(List<Task> tasks, Map<String, String> paging) {
        Map<String, String> headers = new LinkedHashMap<>(paging);
        headers.put(HeaderNames.VARY, HeaderNames.ACCEPT_ENCODING);
        return new Success(200, tasks.stream().map(responses::json).toList(), headers);
    }
}
