package io.nicotask.application.stop;

import io.nicotask.application.internal.CommandValidator;
import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.domain.access.TaskScope;
import jakarta.validation.Validator;
import java.util.List;

final class ListStopsService implements ListStops {

    private final Ports ports;
    private final StopQueries stops;
    private final WorkflowMonitor monitor;
    private final Validator validator;
    private final DenialAuditor denialAuditor;

    ListStopsService(Ports ports, StopQueries stops, WorkflowMonitor monitor, Validator validator) {
        this.ports = ports;
        this.stops = stops;
        this.monitor = monitor;
        this.validator = validator;
        this.denialAuditor = new DenialAuditor(ports.audit(), ports.clock());
    }

    @Override
    public ListStopsResult list(ListStopsCommand command) {
        CommandValidator.validate(validator, command);
        return switch (ports.access().authorizeSite(command.caller(), command.org(), command.site())) {
            case SiteAuthorization.Granted granted -> list(granted.scope(), command);
            case SiteAuthorization.Denied denied ->
                new ListStopsResult.Denied(denialAuditor.audit(auditedRequestOf(command), denied.reason()));
        };
    }

    /** Requests one stop more than the size, to find out whether there are more. */
    private ListStopsResult list(TaskScope scope, ListStopsCommand command) {
        List<UnconfirmedStop> found = stops.findUnconfirmed(scope, command.after(), command.size() + 1);
        MissingWorkflows workflows = monitor.missingWorkflowsAt(scope.site());
        if (found.size() <= command.size()) {
            return new ListStopsResult.Found(found, null, workflows);
        }
        List<UnconfirmedStop> shown = found.subList(0, command.size());
        UnconfirmedStop last = shown.getLast();
        return new ListStopsResult.Found(
                shown, new Position(last.stop().instants().decided(), last.task()), workflows);
    }

    private static AuditedRequest auditedRequestOf(ListStopsCommand command) {
        return new AuditedRequest(
                command.caller().subject(), command.org(), Action.LIST_STOPS, command.site(), null, command.origin());
    }
}
