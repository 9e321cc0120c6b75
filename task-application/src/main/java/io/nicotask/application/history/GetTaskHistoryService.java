package io.nicotask.application.history;

import io.nicotask.application.access.Denials;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.Ports;
import io.nicotask.domain.access.TaskScope;
import jakarta.validation.Validator;
import java.util.List;

final class GetTaskHistoryService implements GetTaskHistory {

    private final Ports ports;
    private final Validator validator;
    private final Denials denials;

    GetTaskHistoryService(Ports ports, Validator validator) {
        this.ports = ports;
        this.validator = validator;
        this.denials = new Denials(ports.audit(), ports.clock());
    }

    @Override
    public GetTaskHistoryResult get(GetTaskHistoryCommand command) {
        Commands.validate(validator, command);
        return switch (ports.access().admit(command.caller(), command.org(), command.site())) {
            case Admission.Admitted admitted -> find(admitted.scope(), command);
            case Admission.Denied denied ->
                new GetTaskHistoryResult.Denied(denials.audited(wishOf(command), denied.reason()));
        };
    }

    private GetTaskHistoryResult find(TaskScope scope, GetTaskHistoryCommand command) {
        List<HistoryEntry> entries = ports.tasks().history(scope, command.task());
        return entries.isEmpty() ? new GetTaskHistoryResult.NotFound() : new GetTaskHistoryResult.Found(entries);
    }

    private static Wish wishOf(GetTaskHistoryCommand command) {
        return new Wish(
                command.caller().subject(),
                command.org(),
                Action.GET_TASK_HISTORY,
                command.site(),
                command.task(),
                command.origin());
    }
}
