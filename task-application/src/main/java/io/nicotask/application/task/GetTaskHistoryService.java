package io.nicotask.application.task;

import io.nicotask.application.internal.CommandValidator;
import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.Ports;
import io.nicotask.domain.access.TaskScope;
import jakarta.validation.Validator;
import java.util.List;

final class GetTaskHistoryService implements GetTaskHistory {

    private final Ports ports;
    private final Validator validator;
    private final DenialAuditor denialAuditor;

    GetTaskHistoryService(Ports ports, Validator validator) {
        this.ports = ports;
        this.validator = validator;
        this.denialAuditor = new DenialAuditor(ports.audit(), ports.clock());
    }

    @Override
    public GetTaskHistoryResult get(GetTaskHistoryCommand command) {
        CommandValidator.validate(validator, command);
        return switch (ports.access().authorizeSite(command.caller(), command.org(), command.site())) {
            case SiteAuthorization.Granted granted -> find(granted.scope(), command);
            case SiteAuthorization.Denied denied ->
                new GetTaskHistoryResult.Denied(denialAuditor.audit(auditedRequestOf(command), denied.reason()));
        };
    }

    private GetTaskHistoryResult find(TaskScope scope, GetTaskHistoryCommand command) {
        List<HistoryEntry> entries = ports.tasks().history(scope, command.task());
        return entries.isEmpty() ? new GetTaskHistoryResult.NotFound() : new GetTaskHistoryResult.Found(entries);
    }

    private static AuditedRequest auditedRequestOf(GetTaskHistoryCommand command) {
        return new AuditedRequest(
                command.caller().subject(),
                command.org(),
                Action.GET_TASK_HISTORY,
                command.site(),
                command.task(),
                command.origin());
    }
}
