package io.nicotask.application.task;

import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.TaskId;
import java.util.List;

final class GetTaskHistoryService implements GetTaskHistory {

    private final Ports ports;
    private final SiteRequests requests;

    GetTaskHistoryService(Ports ports) {
        this.ports = ports;
        this.requests = new SiteRequests(ports);
    }

    @Override
    public GetTaskHistory.Result get(GetTaskHistory.Command command) {
        return requests.authorize(
                command.context(),
                Action.GET_TASK_HISTORY,
                command.site(),
                command.task(),
                scope -> find(scope, command.task()),
                GetTaskHistory.Result.Denied::new);
    }

    private GetTaskHistory.Result find(TaskScope scope, TaskId id) {
        List<HistoryEntry> entries = ports.tasks().history(scope, id);
        return entries.isEmpty() ? new GetTaskHistory.Result.NotFound() : new GetTaskHistory.Result.Found(entries);
    }
}
