package io.nicotask.application.task;

import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.task.ListTasks.Command.Pagination;
import io.nicotask.domain.access.TaskScope;

final class ListTasksService implements ListTasks {

    private final TaskQueries queries;
    private final SiteRequests requests;

    ListTasksService(Ports ports) {
        this.queries = ports.tasks();
        this.requests = new SiteRequests(ports);
    }

    @Override
    public ListTasks.Result list(ListTasks.Command command) {
        return requests.authorize(
                command.context(),
                Action.LIST_TASKS,
                command.site(),
                null,
                scope -> list(scope, command),
                ListTasks.Result.Denied::new);
    }

    private ListTasks.Result list(TaskScope scope, ListTasks.Command command) {
        return switch (command.pagination()) {
            case Pagination.OffsetRequest page ->
                new ListTasks.Result.FoundPage(queries.page(
                        scope, command.list(), page.activeOnly(), page.number(), page.size(), command.reports()));
            case Pagination.CursorRequest slice ->
                new ListTasks.Result.FoundSlice(queries.slice(
                        scope, command.list(), slice.filter(), slice.after(), slice.size(), command.reports()));
        };
    }
}
