package io.nicotask.application.stop;

import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.WorkflowEngine.EngineStatus;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.SiteId;
import java.util.List;
import java.util.function.Function;

final class ListStopsService implements ListStops {

    private final StopQueries stops;
    private final WorkflowMonitor monitor;
    private final Function<SiteId, EngineStatus> engines;
    private final SiteRequests requests;

    ListStopsService(Ports ports, Function<SiteId, EngineStatus> engines) {
        this.stops = ports.stops();
        this.monitor = ports.monitor();
        this.engines = engines;
        this.requests = new SiteRequests(ports);
    }

    @Override
    public ListStops.Result list(ListStops.Command command) {
        return requests.authorize(
                command.context(),
                Action.LIST_STOPS,
                command.site(),
                null,
                scope -> list(scope, command),
                ListStops.Result.Denied::new);
    }

    /** Requests one stop more than the size, to find out whether there are more. */
    private ListStops.Result list(TaskScope scope, ListStops.Command command) {
        List<UnconfirmedStop> found = stops.findUnconfirmed(scope, command.after(), command.size() + 1);
        MissingWorkflows workflows = monitor.missingWorkflowsAt(scope.site());
        EngineStatus engine = engines.apply(scope.site());
        if (found.size() <= command.size()) {
            return new ListStops.Result.Found(found, null, workflows, engine);
        }
        List<UnconfirmedStop> shown = found.subList(0, command.size());
        UnconfirmedStop last = shown.getLast();
        return new ListStops.Result.Found(
                shown, new Position(last.stop().instants().decided(), last.task()), workflows, engine);
    }
}
