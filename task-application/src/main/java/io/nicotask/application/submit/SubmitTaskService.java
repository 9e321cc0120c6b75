package io.nicotask.application.submit;

import io.nicotask.application.access.Denials;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskIds;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;

/** Keeps the task before anything is started, so that a crash loses nothing and starts nothing twice. */
final class SubmitTaskService implements SubmitTask {

    private final Ports ports;
    private final TaskIds ids;
    private final Validator validator;
    private final Denials denials;

    SubmitTaskService(Ports ports, TaskIds ids, Validator validator) {
        this.ports = ports;
        this.ids = ids;
        this.validator = validator;
        this.denials = new Denials(ports.audit(), ports.clock());
    }

    @Override
    public SubmitTaskResult submit(SubmitTaskCommand command) {
        Commands.validate(validator, command);
        return switch (ports.access()
                .admit(command.caller(), command.org(), command.work().site())) {
            case Admission.Admitted admitted -> keep(admitted.scope(), command);
            case Admission.Denied denied ->
                new SubmitTaskResult.Denied(denials.audited(wishOf(command, null), denied.reason()));
        };
    }

    private SubmitTaskResult keep(TaskScope scope, SubmitTaskCommand command) {
        Task task = Task.submitted(
                ids.next(), requestOf(command.work()), ports.clock().instant());
        Actor by = Actor.user(command.caller().subject());
        return ports.transactions().inTransaction(() -> {
            ports.tasks().add(scope, task, new Cause(by, null, command.origin().requestId()));
            ports.outbox().requestStart(scope, task.id());
            ports.audit()
                    .record(new AuditEntry(
                            task.revision().created(), wishOf(command, task.id()), new Outcome.Granted(), null));
            return new SubmitTaskResult.Submitted(new TaskView(task, null));
        });
    }

    private static TaskRequest requestOf(Work work) {
        return new TaskRequest(work.site(), work.rack(), work.operation(), work.description(), null);
    }

    private static Wish wishOf(SubmitTaskCommand command, @Nullable TaskId task) {
        return new Wish(
                command.caller().subject(),
                command.org(),
                Action.SUBMIT_TASK,
                command.work().site(),
                task,
                command.origin());
    }
}
