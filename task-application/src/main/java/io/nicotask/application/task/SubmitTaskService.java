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
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskIdGenerator;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.task.SubmitTaskCommand.ConflictStrategy;
import io.nicotask.application.task.SubmitTaskCommand.TaskRequest;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.TaskId;
import jakarta.validation.Validator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Stores the task before anything is started, so that a crash loses no task and starts none twice. */
final class SubmitTaskService implements SubmitTask {

    private final Ports ports;
    private final IdempotencyKeys keys;
    private final OperationRules rules;
    private final TaskIdGenerator ids;
    private final Validator validator;
    private final DenialAuditor denialAuditor;
    private final RackScheduler scheduler;

    SubmitTaskService(
            Ports ports, IdempotencyKeys keys, OperationRules rules, TaskIdGenerator ids, Validator validator) {
        this.ports = ports;
        this.keys = keys;
        this.rules = rules;
        this.ids = ids;
        this.validator = validator;
        this.denialAuditor = new DenialAuditor(ports.audit(), ports.clock());
        this.scheduler = new RackScheduler(ports);
    }

    @Override
    public SubmitTaskResult submit(SubmitTaskCommand command) {
        CommandValidator.validate(validator, command);
        return switch (ports.access()
                .authorizeSite(
                        command.caller(), command.org(), command.request().site())) {
            case SiteAuthorization.Granted granted -> decide(granted.scope(), command);
            case SiteAuthorization.Denied denied ->
                new SubmitTaskResult.Denied(denialAuditor.audit(auditedRequestOf(command, null), denied.reason()));
        };
    }

    private SubmitTaskResult decide(TaskScope scope, SubmitTaskCommand command) {
        if (!isRuleKnown(command.request())) {
            return new SubmitTaskResult.UnknownRule();
        }
        return Transactions.decide(
                ports.transactions(),
                () -> command.idempotencyKey() == null
                        ? submitNew(scope, command)
                        : submitOnce(scope, command, command.idempotencyKey(), RequestFingerprint.of(command)));
    }

    private boolean isRuleKnown(TaskRequest request) {
        return request.rule() == null
                || rules.find(request.rule())
                        .filter(rule -> rule.operation() == request.operation())
                        .isPresent();
    }

    private SubmitTaskResult submitOnce(TaskScope scope, SubmitTaskCommand command, String key, String fingerprint) {
        Instant now = ports.clock().instant();
        return switch (keys.lock(command.org(), key, fingerprint, now)) {
            case IdempotencyKeys.KeyState.Unused unused -> {
                SubmitTaskResult result = submitNew(scope, command);
                if (result instanceof SubmitTaskResult.Submitted submitted) {
                    keys.recordUse(
                            command.org(),
                            key,
                            fingerprint,
                            submitted.view().task().id(),
                            now);
                }
                yield result;
            }
            case IdempotencyKeys.KeyState.SameRequest same ->
                new SubmitTaskResult.Submitted(
                        TaskView.of(ports.tasks().find(scope, same.task()).orElseThrow(), scope, ports.outbox()));
            case IdempotencyKeys.KeyState.DifferentRequest different -> new SubmitTaskResult.KeyReused();
        };
    }

    /** Decides under the rack's lock whether the task begins, waits or is refused. */
    private SubmitTaskResult submitNew(TaskScope scope, SubmitTaskCommand command) {
        TaskSpec spec = specOf(command.request());
        RackQueue queue = scheduler.reschedule(scope, spec.rack(), null);
        if (queue.isFreeFor(spec)) {
            Task task = Task.submitted(ids.nextId(), spec, ports.clock().instant());
            SubmitTaskResult result = insertTask(scope, task, command);
            scheduler.grantAndStart(scope, task);
            return result;
        }
        return switch (command.conflictStrategy()) {
            case ConflictStrategy.Reject reject -> new SubmitTaskResult.Conflict(spec.rack());
            case ConflictStrategy.Queue wait
            when queue.isFull() -> new SubmitTaskResult.QueueFull(spec.rack(), RackQueue.LIMIT);
            case ConflictStrategy.Queue wait -> submitWaiting(scope, spec, queue, wait, command);
        };
    }

    private SubmitTaskResult submitWaiting(
            TaskScope scope, TaskSpec spec, RackQueue queue, ConflictStrategy.Queue wait, SubmitTaskCommand command) {
        Instant now = ports.clock().instant();
        Task task = Task.queued(ids.nextId(), spec, now.plusSeconds(wait.timeoutSeconds()), now);
        SubmitTaskResult result = insertTask(scope, task, command);
        scheduler.scheduleCheck(scope, queue, task);
        return result;
    }

    private SubmitTaskResult insertTask(TaskScope scope, Task task, SubmitTaskCommand command) {
        Actor by = Actor.user(command.caller().subject());
        ports.tasks()
                .insertTask(
                        scope, task, new ChangeCause(by, null, command.origin().requestId()));
        ports.audit()
                .record(new AuditEntry(
                        task.revision().created(), auditedRequestOf(command, task.id()), new Outcome.Granted(), null));
        return new SubmitTaskResult.Submitted(new TaskView(task, null));
    }

    private static TaskSpec specOf(TaskRequest request) {
        return new TaskSpec(
                request.site(),
                request.rack(),
                request.operation(),
                request.components(),
                request.description(),
                request.rule());
    }

    private static AuditedRequest auditedRequestOf(SubmitTaskCommand command, @Nullable TaskId task) {
        return new AuditedRequest(
                command.caller().subject(),
                command.org(),
                Action.SUBMIT_TASK,
                command.request().site(),
                task,
                command.origin());
    }
}
