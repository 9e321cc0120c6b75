package io.nicotask.application.stop;

import io.nicotask.application.access.Denials;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.StopListing;
import io.nicotask.application.port.TaskListing.Position;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.application.port.WorkflowWatch.Missing;
import io.nicotask.domain.access.TaskScope;
import jakarta.validation.Validator;
import java.util.List;

final class ListStopsService implements ListStops {

    private final Ports ports;
    private final StopListing stops;
    private final WorkflowWatch watch;
    private final Validator validator;
    private final Denials denials;

    ListStopsService(Ports ports, StopListing stops, WorkflowWatch watch, Validator validator) {
        this.ports = ports;
        this.stops = stops;
        this.watch = watch;
        this.validator = validator;
        this.denials = new Denials(ports.audit(), ports.clock());
    }

    @Override
    public ListStopsResult list(ListStopsCommand command) {
        Commands.validate(validator, command);
        return switch (ports.access().admit(command.caller(), command.org(), command.site())) {
            case Admission.Admitted admitted -> list(admitted.scope(), command);
            case Admission.Denied denied ->
                new ListStopsResult.Denied(denials.audited(wishOf(command), denied.reason()));
        };
    }

    /** One more than wanted is asked for: it tells whether there is more. */
    private ListStopsResult list(TaskScope scope, ListStopsCommand command) {
        List<OpenStop> found = stops.walk(scope, command.after(), command.size() + 1);
        Missing workflows = watch.missingAt(scope.site());
        if (found.size() <= command.size()) {
            return new ListStopsResult.Listed(found, null, workflows);
        }
        List<OpenStop> shown = found.subList(0, command.size());
        OpenStop last = shown.getLast();
        return new ListStopsResult.Listed(shown, new Position(last.stop().requestedAt(), last.task()), workflows);
    }

    private static Wish wishOf(ListStopsCommand command) {
        return new Wish(
                command.caller().subject(), command.org(), Action.LIST_STOPS, command.site(), null, command.origin());
    }
}
