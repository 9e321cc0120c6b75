package io.nicotask.application.stop;

import io.nicotask.application.internal.CommandValidator;
import io.nicotask.application.internal.DenialAuditor;
import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.Transactions;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Resolution;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.Reason;
import jakarta.validation.Validator;
import java.time.Instant;

final class ResolveStopService implements ResolveStop {

    private final Ports ports;
    private final Validator validator;
    private final DenialAuditor denialAuditor;
    private final RackScheduler scheduler;

    ResolveStopService(Ports ports, Validator validator) {
        this.ports = ports;
        this.validator = validator;
        this.denialAuditor = new DenialAuditor(ports.audit(), ports.clock());
        this.scheduler = new RackScheduler(ports);
    }

    @Override
    public ResolveStopResult resolve(ResolveStopCommand command) {
        CommandValidator.validate(validator, command);
        return switch (ports.access().authorizeSite(command.caller(), command.org(), command.site())) {
            case SiteAuthorization.Granted granted ->
                Transactions.decide(ports.transactions(), () -> findAndDecide(granted.scope(), command));
            case SiteAuthorization.Denied denied ->
                new ResolveStopResult.Denied(denialAuditor.audit(auditedRequestOf(command), denied.reason()));
        };
    }

    /** A task that has ended is read without a lock, because it no longer changes. */
    private ResolveStopResult findAndDecide(TaskScope scope, ResolveStopCommand command) {
        return ports.tasks()
                .find(scope, command.task())
                .map(task -> task.status().isTerminal()
                        ? decide(scope, task, command)
                        : new ResolveStopResult.TaskNotEnded(viewOf(task, scope)))
                .orElseGet(ResolveStopResult.NotFound::new);
    }

    /** Decides under the rack's lock, which every confirmation of a stop takes. */
    private ResolveStopResult decide(TaskScope scope, Task task, ResolveStopCommand command) {
        RackOccupancy rack = ports.racks().lock(scope, task.spec().rack());
        Instant now = ports.clock().instant();
        return ports.outbox()
                .stopOf(scope, task.id())
                .map(delivery -> delivery.stop().resolve(rack.isActing(task.id()), now))
                .map(resolution -> switch (resolution) {
                    case Resolution.AlreadyConfirmed already ->
                        new ResolveStopResult.AlreadyConfirmed(viewOf(task, scope));
                    case Resolution.InProgress inProgress -> new ResolveStopResult.InProgress(viewOf(task, scope));
                    case Resolution.Resolved resolved -> resolveLocked(scope, task, command);
                })
                .orElseGet(() -> new ResolveStopResult.AlreadyConfirmed(viewOf(task, scope)));
    }

    private ResolveStopResult resolveLocked(TaskScope scope, Task task, ResolveStopCommand command) {
        RackId rack = task.spec().rack();
        ports.outbox().resolveStop(scope, task.id());
        scheduler.reschedule(scope, rack, null);
        ports.audit()
                .record(new AuditEntry(
                        ports.clock().instant(),
                        auditedRequestOf(command),
                        new Outcome.Granted(),
                        new Reason(command.reason())));
        return new ResolveStopResult.Resolved(viewOf(task, scope));
    }

    private TaskView viewOf(Task task, TaskScope scope) {
        return TaskView.of(task, scope, ports.outbox());
    }

    private static AuditedRequest auditedRequestOf(ResolveStopCommand command) {
        return new AuditedRequest(
                command.caller().subject(),
                command.org(),
                Action.RESOLVE_STOP,
                command.site(),
                command.task(),
                command.origin());
    }
}
