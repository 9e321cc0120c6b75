package io.nicotask.application.task;

import io.nicotask.application.internal.CommandValidator;
import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskView;
import io.nicotask.domain.access.TaskScope;
import jakarta.validation.Validator;

final class GetTaskService implements GetTask {

    private final Ports ports;
    private final Validator validator;
    private final DenialAuditor denialAuditor;

    GetTaskService(Ports ports, Validator validator) {
        this.ports = ports;
        this.validator = validator;
        this.denialAuditor = new DenialAuditor(ports.audit(), ports.clock());
    }

    @Override
    public GetTaskResult get(GetTaskCommand command) {
        CommandValidator.validate(validator, command);
        return switch (ports.access().authorizeSite(command.caller(), command.org(), command.site())) {
            case SiteAuthorization.Granted granted -> find(granted.scope(), command);
            case SiteAuthorization.Denied denied ->
                new GetTaskResult.Denied(denialAuditor.audit(auditedRequestOf(command), denied.reason()));
        };
    }

    private GetTaskResult find(TaskScope scope, GetTaskCommand command) {
        return ports.tasks()
                .find(scope, command.task())
                .<GetTaskResult>map(task -> new GetTaskResult.Found(TaskView.of(task, scope, ports.outbox())))
                .orElseGet(GetTaskResult.NotFound::new);
    }

    private static AuditedRequest auditedRequestOf(GetTaskCommand command) {
        return new AuditedRequest(
                command.caller().subject(),
                command.org(),
                Action.GET_TASK,
                command.site(),
                command.task(),
                command.origin());
    }
}
