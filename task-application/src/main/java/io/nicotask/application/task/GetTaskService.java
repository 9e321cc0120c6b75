package io.nicotask.application.task;

import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.Ports;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.TaskId;

final class GetTaskService implements GetTask {

    private final Ports ports;
    private final SiteRequests requests;

    GetTaskService(Ports ports) {
        this.ports = ports;
        this.requests = new SiteRequests(ports);
    }

    @Override
    public GetTask.Result get(GetTask.Command command) {
        return requests.authorize(
                command.context(),
                Action.GET_TASK,
                command.site(),
                command.task(),
                scope -> find(scope, command.task()),
                GetTask.Result.Denied::new);
    }

    private GetTask.Result find(TaskScope scope, TaskId id) {
        return ports.tasks()
                .find(scope, id)
                .<GetTask.Result>map(GetTask.Result.Found::new)
                .orElseGet(GetTask.Result.NotFound::new);
    }
}
