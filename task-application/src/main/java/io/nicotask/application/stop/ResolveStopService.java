package io.nicotask.application.stop;

import io.nicotask.application.access.Denials;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Racks.Occupancy;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.rack.RackHandover;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Reason;
import io.nicotask.domain.task.Task;
import jakarta.validation.Validator;

final class ResolveStopService implements ResolveStop {

    private final Ports ports;
    private final Validator validator;
    private final Denials denials;
    private final RackHandover handover;

    ResolveStopService(Ports ports, Validator validator) {
        this.ports = ports;
        this.validator = validator;
        this.denials = new Denials(ports.audit(), ports.clock());
        this.handover = new RackHandover(ports);
    }

    @Override
    public ResolveStopResult resolve(ResolveStopCommand command) {
        Commands.validate(validator, command);
        return switch (ports.access().admit(command.caller(), command.org(), command.site())) {
            case Admission.Admitted admitted ->
                Transactions.decide(ports.transactions(), () -> find(admitted.scope(), command));
            case Admission.Denied denied ->
                new ResolveStopResult.Denied(denials.audited(wishOf(command), denied.reason()));
        };
    }

    /** A task that has ended is read without a lock: nothing changes it any more. */
    private ResolveStopResult find(TaskScope scope, ResolveStopCommand command) {
        return ports.tasks()
                .find(scope, command.task())
                .map(task -> task.status().isTerminal()
                        ? decide(scope, task, command)
                        : new ResolveStopResult.NotEnded(viewOf(task, scope)))
                .orElseGet(ResolveStopResult.NotFound::new);
    }

    /** Under the rack's lock, which everybody takes who confirms a stop. */
    private ResolveStopResult decide(TaskScope scope, Task task, ResolveStopCommand command) {
        Occupancy rack = ports.racks().lock(scope, task.request().rack());
        Stop.State state =
                ports.outbox().stopOf(scope, task.id()).map(Stop::state).orElse(Stop.State.CONFIRMED);
        return switch (state) {
            case CONFIRMED -> new ResolveStopResult.AlreadyConfirmed(viewOf(task, scope));
            case REQUESTED -> new ResolveStopResult.UnderWay(viewOf(task, scope));
            case NEEDS_ATTENTION ->
                rack.isActing(task.id())
                        ? new ResolveStopResult.UnderWay(viewOf(task, scope))
                        : resolved(scope, task, command);
        };
    }

    private ResolveStopResult resolved(TaskScope scope, Task task, ResolveStopCommand command) {
        RackId rack = task.request().rack();
        ports.outbox().resolve(scope, task.id());
        handover.settle(scope, rack, null);
        ports.audit()
                .record(new AuditEntry(
                        ports.clock().instant(), wishOf(command), new Outcome.Granted(), new Reason(command.reason())));
        return new ResolveStopResult.Resolved(viewOf(task, scope));
    }

    private TaskView viewOf(Task task, TaskScope scope) {
        return TaskView.of(task, scope, ports.outbox());
    }

    private static Wish wishOf(ResolveStopCommand command) {
        return new Wish(
                command.caller().subject(),
                command.org(),
                Action.RESOLVE_STOP,
                command.site(),
                command.task(),
                command.origin());
    }
}
