package io.nicotask.application.list;

import io.nicotask.application.access.Denials;
import io.nicotask.application.list.ListTasksCommand.Wanted;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskListing;
import io.nicotask.domain.access.TaskScope;
import jakarta.validation.Validator;

final class ListTasksService implements ListTasks {

    private final Ports ports;
    private final TaskListing listing;
    private final Validator validator;
    private final Denials denials;

    ListTasksService(Ports ports, TaskListing listing, Validator validator) {
        this.ports = ports;
        this.listing = listing;
        this.validator = validator;
        this.denials = new Denials(ports.audit(), ports.clock());
    }

    @Override
    public ListTasksResult list(ListTasksCommand command) {
        Commands.validate(validator, command);
        return switch (ports.access().admit(command.caller(), command.org(), command.site())) {
            case Admission.Admitted admitted -> list(admitted.scope(), command);
            case Admission.Denied denied ->
                new ListTasksResult.Denied(denials.audited(wishOf(command), denied.reason()));
        };
    }

    private ListTasksResult list(TaskScope scope, ListTasksCommand command) {
        return switch (command.wanted()) {
            case Wanted.Page page ->
                new ListTasksResult.Listed(listing.page(
                        scope, command.part(), page.activeOnly(), page.number(), page.size(), command.reports()));
            case Wanted.Stretch stretch ->
                new ListTasksResult.Walked(listing.walk(
                        scope, command.part(), stretch.filter(), stretch.after(), stretch.size(), command.reports()));
        };
    }

    private static Wish wishOf(ListTasksCommand command) {
        return new Wish(
                command.caller().subject(), command.org(), Action.LIST_TASKS, command.site(), null, command.origin());
    }
}
