package io.nicotask.application.task;

import io.nicotask.application.internal.CommandValidator;
import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.Transactions;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Cancellation.AlreadyTerminated;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Cancellation.NotCancellable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Failed;
import io.nicotask.domain.task.TaskState.Pending;
import io.nicotask.domain.task.TaskState.Running;
import io.nicotask.domain.task.TaskState.Succeeded;
import io.nicotask.domain.task.TaskState.Terminated;
import io.nicotask.domain.task.TaskState.Waiting;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides in the store first; the relay calls the engine afterwards, from the outbox. */
final class CancelTaskService implements CancelTask {

    private final Ports ports;
    private final Validator validator;
    private final DenialAuditor denialAuditor;
    private final RackScheduler scheduler;

    CancelTaskService(Ports ports, Validator validator) {
        this.ports = ports;
        this.validator = validator;
        this.denialAuditor = new DenialAuditor(ports.audit(), ports.clock());
        this.scheduler = new RackScheduler(ports);
    }

    @Override
    public CancelTaskResult cancel(CancelTaskCommand command) {
        CommandValidator.validate(validator, command);
        return switch (ports.access().authorizeSite(command.caller(), command.org(), command.site())) {
            case SiteAuthorization.Granted granted ->
                Transactions.decide(ports.transactions(), () -> findAndDecide(granted.scope(), command));
            case SiteAuthorization.Denied denied ->
                new CancelTaskResult.Denied(denialAuditor.audit(auditedRequestOf(command), denied.reason()));
        };
    }

    /**
     * A terminal task needs no lock, because no transition leaves its state; a waiting task is locked after its rack.
     */
    private CancelTaskResult findAndDecide(TaskScope scope, CancelTaskCommand command) {
        Optional<Task> read = ports.tasks().find(scope, command.task());
        if (read.isEmpty()) {
            return new CancelTaskResult.NotFound();
        }
        return switch (read.get().state()) {
            case Succeeded succeeded -> decide(scope, read.get(), command);
            case Failed failed -> decide(scope, read.get(), command);
            case Terminated terminated -> decide(scope, read.get(), command);
            case Pending pending -> decideLocked(scope, command);
            case Running running -> decideLocked(scope, command);
            case Waiting waiting -> {
                RackId rack = read.get().spec().rack();
                ports.racks().lock(scope, rack);
                CancelTaskResult result = decideLocked(scope, command);
                scheduler.reschedule(scope, rack, null);
                yield result;
            }
        };
    }

    private CancelTaskResult decideLocked(TaskScope scope, CancelTaskCommand command) {
        return ports.tasks()
                .lock(scope, command.task())
                .map(task -> decide(scope, task, command))
                .orElseGet(CancelTaskResult.NotFound::new);
    }

    private CancelTaskResult decide(TaskScope scope, Task task, CancelTaskCommand command) {
        Actor by = Actor.user(command.caller().subject());
        return switch (task.cancel(by, reasonOf(command), ports.clock().instant())) {
            case Cancelled cancelled -> {
                writeCancellation(scope, task, cancelled.task(), command);
                yield new CancelTaskResult.Cancelled(TaskView.of(cancelled.task(), scope, ports.outbox()));
            }
            case AlreadyTerminated already ->
                new CancelTaskResult.AlreadyTerminated(TaskView.of(already.task(), scope, ports.outbox()));
            case NotCancellable finished ->
                new CancelTaskResult.NotCancellable(TaskView.of(finished.task(), scope, ports.outbox()));
        };
    }

    private void writeCancellation(TaskScope scope, Task before, Task after, CancelTaskCommand command) {
        Actor by = Actor.user(command.caller().subject());
        ChangeCause cause =
                new ChangeCause(by, reasonOf(command), command.origin().requestId());
        ports.tasks().update(scope, new TaskChange(before, after, cause));
        if (before.status().mayHaveWorkflow()) {
            ports.outbox().enqueueStop(scope, after.id(), Duration.ZERO);
        }
        ports.audit()
                .record(new AuditEntry(
                        after.revision().updated(),
                        auditedRequestOf(command),
                        new Outcome.Granted(),
                        reasonOf(command)));
    }

    private static @Nullable Reason reasonOf(CancelTaskCommand command) {
        return command.reason() == null ? null : new Reason(command.reason());
    }

    private static AuditedRequest auditedRequestOf(CancelTaskCommand command) {
        return new AuditedRequest(
                command.caller().subject(),
                command.org(),
                Action.CANCEL_TASK,
                command.site(),
                command.task(),
                command.origin());
    }
}
