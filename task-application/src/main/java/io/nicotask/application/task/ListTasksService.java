package io.nicotask.application.task;

import io.nicotask.application.internal.CommandValidator;
import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.task.ListTasksCommand.Pagination;
import io.nicotask.domain.access.TaskScope;
import jakarta.validation.Validator;

final class ListTasksService implements ListTasks {

    private final Ports ports;
    private final TaskQueries queries;
    private final Validator validator;
    private final DenialAuditor denialAuditor;

    ListTasksService(Ports ports, TaskQueries queries, Validator validator) {
        this.ports = ports;
        this.queries = queries;
        this.validator = validator;
        this.denialAuditor = new DenialAuditor(ports.audit(), ports.clock());
    }

    @Override
    public ListTasksResult list(ListTasksCommand command) {
        CommandValidator.validate(validator, command);
        return switch (ports.access().authorizeSite(command.caller(), command.org(), command.site())) {
            case SiteAuthorization.Granted granted -> list(granted.scope(), command);
            case SiteAuthorization.Denied denied ->
                new ListTasksResult.Denied(denialAuditor.audit(auditedRequestOf(command), denied.reason()));
        };
    }

    private ListTasksResult list(TaskScope scope, ListTasksCommand command) {
        return switch (command.pagination()) {
            case Pagination.OffsetRequest page ->
                new ListTasksResult.FoundPage(queries.page(
                        scope, command.list(), page.activeOnly(), page.number(), page.size(), command.reports()));
            case Pagination.CursorRequest slice ->
                new ListTasksResult.FoundSlice(queries.slice(
                        scope, command.list(), slice.filter(), slice.after(), slice.size(), command.reports()));
        };
    }

    private static AuditedRequest auditedRequestOf(ListTasksCommand command) {
        return new AuditedRequest(
                command.caller().subject(), command.org(), Action.LIST_TASKS, command.site(), null, command.origin());
    }
}
