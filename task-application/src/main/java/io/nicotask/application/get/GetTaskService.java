package io.nicotask.application.get;

import io.nicotask.application.access.Denials;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.TaskView;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Terminated;
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
                .<GetTaskResult>map(task -> new GetTaskResult.Found(view(scope, task)))
                .orElseGet(GetTaskResult.NotFound::new);
    }

    /** The stop is read after the task: whoever sees a Terminated task also sees the stop that came with it. */
    private TaskView view(TaskScope scope, Task task) {
        return task.state() instanceof Terminated
                ? new TaskView(task, Stop.stateOf(ports.outbox().stopOf(scope, task.id())))
                : new TaskView(task, null);
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
