package io.nicotask.application.submit;

import io.nicotask.application.access.Denials;
import io.nicotask.application.port.AccessPolicy.Admission;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Commands;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SubmitKeys;
import io.nicotask.application.port.TaskIds;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.rack.RackHandover;
import io.nicotask.application.submit.SubmitTaskCommand.IfBusy;
import io.nicotask.application.submit.SubmitTaskCommand.Work;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.RackQueue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
import jakarta.validation.Validator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps the task before anything is started, so that a crash loses nothing and starts nothing twice. */
final class SubmitTaskService implements SubmitTask {

    private final Ports ports;
    private final SubmitKeys keys;
    private final OperationRules rules;
    private final TaskIds ids;
    private final Validator validator;
    private final Denials denials;
    private final RackHandover handover;

    SubmitTaskService(Ports ports, SubmitKeys keys, OperationRules rules, TaskIds ids, Validator validator) {
        this.ports = ports;
        this.keys = keys;
        this.rules = rules;
        this.ids = ids;
        this.validator = validator;
        this.denials = new Denials(ports.audit(), ports.clock());
        this.handover = new RackHandover(ports);
    }

    @Override
    public SubmitTaskResult submit(SubmitTaskCommand command) {
        Commands.validate(validator, command);
        return switch (ports.access()
                .admit(command.caller(), command.org(), command.work().site())) {
            case Admission.Admitted admitted -> decide(admitted.scope(), command);
            case Admission.Denied denied ->
                new SubmitTaskResult.Denied(denials.audited(wishOf(command, null), denied.reason()));
        };
    }

    private SubmitTaskResult decide(TaskScope scope, SubmitTaskCommand command) {
        if (!isKnown(command.work())) {
            return new SubmitTaskResult.UnknownRule();
        }
        return Transactions.decide(
                ports.transactions(),
                () -> command.key() == null
                        ? submitted(scope, command)
                        : submittedOnce(scope, command, command.key(), SubmitFingerprint.of(command)));
    }

    private boolean isKnown(Work work) {
        return work.rule() == null
                || rules.find(work.rule())
                        .filter(rule -> rule.operation() == work.operation())
                        .isPresent();
    }

    private SubmitTaskResult submittedOnce(TaskScope scope, SubmitTaskCommand command, String key, String work) {
        Instant now = ports.clock().instant();
        return switch (keys.lock(command.org(), key, work, now)) {
            case SubmitKeys.Use.Fresh fresh -> {
                SubmitTaskResult result = submitted(scope, command);
                if (result instanceof SubmitTaskResult.Submitted submitted) {
                    keys.remember(
                            command.org(), key, work, submitted.view().task().id(), now);
                }
                yield result;
            }
            case SubmitKeys.Use.Same same ->
                new SubmitTaskResult.Submitted(
                        TaskView.of(ports.tasks().find(scope, same.task()).orElseThrow(), scope, ports.outbox()));
            case SubmitKeys.Use.Different different -> new SubmitTaskResult.KeyReused();
        };
    }

    /** Whether the task begins, waits or is refused is decided under the rack's lock. */
    private SubmitTaskResult submitted(TaskScope scope, SubmitTaskCommand command) {
        TaskRequest request = requestOf(command.work());
        RackQueue queue = handover.settle(scope, request.rack(), null);
        if (queue.isFreeFor(request)) {
            Task task = Task.submitted(ids.next(), request, ports.clock().instant());
            SubmitTaskResult result = kept(scope, task, command);
            handover.begin(scope, task);
            return result;
        }
        return switch (command.ifBusy()) {
            case IfBusy.Reject reject -> new SubmitTaskResult.Conflicting(request.rack());
            case IfBusy.Queue wait
            when queue.isFull() -> new SubmitTaskResult.QueueFull(request.rack(), RackQueue.LIMIT);
            case IfBusy.Queue wait -> queued(scope, request, queue, wait, command);
        };
    }

    private SubmitTaskResult queued(
            TaskScope scope, TaskRequest request, RackQueue queue, IfBusy.Queue wait, SubmitTaskCommand command) {
        Instant now = ports.clock().instant();
        Task task = Task.queued(ids.next(), request, now.plusSeconds(wait.timeoutSeconds()), now);
        SubmitTaskResult result = kept(scope, task, command);
        handover.await(scope, queue, task);
        return result;
    }

    private SubmitTaskResult kept(TaskScope scope, Task task, SubmitTaskCommand command) {
        Actor by = Actor.user(command.caller().subject());
        ports.tasks().add(scope, task, new Cause(by, null, command.origin().requestId()));
        ports.audit()
                .record(new AuditEntry(
                        task.revision().created(), wishOf(command, task.id()), new Outcome.Granted(), null));
        return new SubmitTaskResult.Submitted(new TaskView(task, null));
    }

    private static TaskRequest requestOf(Work work) {
        return new TaskRequest(
                work.site(), work.rack(), work.operation(), work.components(), work.description(), work.rule());
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
