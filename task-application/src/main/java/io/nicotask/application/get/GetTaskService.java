package io.nicotask.application.get;

import io.nicotask.application.access.Denials;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskView;
import io.nicotask.domain.access.TaskScope;
import jakarta.validation.Validator;

final class GetTaskService implements GetTask {

    private final Ports ports;
    private final Validator validator;
    private final Denials denials;

    GetTaskService(Ports ports, Validator validator) {
        this.ports = ports;
        this.validator = validator;
        this.denials = new Denials(ports.audit(), ports.clock());
    }

    @Override
    public GetTaskResult get(GetTaskCommand command) {
        Commands.validate(validator, command);
        return switch (ports.access().admit(command.caller(), command.org(), command.site())) {
            case Admission.Admitted admitted -> find(admitted.scope(), command);
            case Admission.Denied denied -> new GetTaskResult.Denied(denials.audited(wishOf(command), denied.reason()));
        };
    }

    private GetTaskResult find(TaskScope scope, GetTaskCommand command) {
        return ports.tasks()
                .find(scope, command.task())
                .<GetTaskResult>map(task -> new GetTaskResult.Found(TaskView.of(task, scope, ports.outbox())))
                .orElseGet(GetTaskResult.NotFound::new);
    }

    private static Wish wishOf(GetTaskCommand command) {
        return new Wish(
                command.caller().subject(),
                command.org(),
                Action.GET_TASK,
                command.site(),
                command.task(),
                command.origin());
    }
}
