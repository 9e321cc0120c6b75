package io.nicotask.application.cancel;

import io.nicotask.application.access.Denials;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.Transactions;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Cancellation.AlreadyTerminated;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Cancellation.NotCancellable;
import io.nicotask.domain.task.Reason;
import io.nicotask.domain.task.Task;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides in the store first; the engine is told afterwards, from the outbox. */
final class CancelTaskService implements CancelTask {

    private final Ports ports;
    private final Validator validator;
    private final Denials denials;

    CancelTaskService(Ports ports, Validator validator) {
        this.ports = ports;
        this.validator = validator;
        this.denials = new Denials(ports.audit(), ports.clock());
    }

    @Override
    public CancelTaskResult cancel(CancelTaskCommand command) {
        Commands.validate(validator, command);
        return switch (ports.access().admit(command.caller(), command.org(), command.site())) {
            case Admission.Admitted admitted ->
                Transactions.decide(ports.transactions(), () -> decide(admitted.scope(), command));
            case Admission.Denied denied ->
                new CancelTaskResult.Denied(denials.audited(wishOf(command), denied.reason()));
        };
    }

    private CancelTaskResult decide(TaskScope scope, CancelTaskCommand command) {
        Optional<Task> task = ports.tasks().lock(scope, command.task());
        return task.isEmpty() ? new CancelTaskResult.NotFound() : decide(scope, task.get(), command);
    }

    private CancelTaskResult decide(TaskScope scope, Task task, CancelTaskCommand command) {
        Actor by = Actor.user(command.caller().subject());
        return switch (task.cancel(by, reasonOf(command), ports.clock().instant())) {
            case Cancelled cancelled -> {
                keep(scope, task, cancelled.task(), command);
                yield new CancelTaskResult.Cancelled(TaskView.of(cancelled.task(), scope, ports.outbox()));
            }
            case AlreadyTerminated already ->
                new CancelTaskResult.AlreadyTerminated(TaskView.of(already.task(), scope, ports.outbox()));
            case NotCancellable finished ->
                new CancelTaskResult.NotCancellable(TaskView.of(finished.task(), scope, ports.outbox()));
        };
    }

    private void keep(TaskScope scope, Task before, Task after, CancelTaskCommand command) {
        Actor by = Actor.user(command.caller().subject());
        Cause cause = new Cause(by, reasonOf(command), command.origin().requestId());
        ports.tasks().update(scope, new TaskChange(before, after, cause));
        if (before.status().mayHaveWorkflow()) {
            ports.outbox().requestStop(scope, after.id(), Duration.ZERO);
        }
        ports.audit()
                .record(new AuditEntry(
                        after.revision().updated(), wishOf(command), new Outcome.Granted(), reasonOf(command)));
    }

    private static @Nullable Reason reasonOf(CancelTaskCommand command) {
        return command.reason() == null ? null : new Reason(command.reason());
    }

    private static Wish wishOf(CancelTaskCommand command) {
        return new Wish(
                command.caller().subject(),
                command.org(),
                Action.CANCEL_TASK,
                command.site(),
                command.task(),
                command.origin());
    }
}
