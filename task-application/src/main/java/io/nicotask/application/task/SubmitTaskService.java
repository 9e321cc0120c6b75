package io.nicotask.application.task;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.RackScheduler.Schedule;
import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.IdempotencyKey;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackOccupancy;
import io.nicotask.application.port.SiteRetired;
import io.nicotask.application.port.TaskIdGenerator;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.task.SubmitTaskCommand.ConflictStrategy;
import io.nicotask.application.task.SubmitTaskCommand.TaskRequest;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.RackId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Stores the task before anything is started, so that a crash loses no task and starts none twice. */
final class SubmitTaskService implements SubmitTask {

    private final TaskStorage storage;
    private final RackScheduler scheduler;
    private final OperationRules rules;
    private final TaskIdGenerator ids;
    private final InstantSource clock;
    private final SiteRequests requests;

    SubmitTaskService(Ports ports, OperationRules rules, TaskIdGenerator ids) {
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        this.rules = rules;
        this.ids = ids;
        this.clock = ports.clock();
        this.requests = new SiteRequests(ports);
    }

    @Override
    public SubmitTaskResult submit(SubmitTaskCommand command) {
        return requests.authorize(
                command.context(),
                Action.SUBMIT_TASK,
                command.request().site(),
                null,
                scope -> submit(scope, command),
                SubmitTaskResult.Denied::new);
    }

    private SubmitTaskResult submit(TaskScope scope, SubmitTaskCommand command) {
        if (!isRuleKnown(command.request())) {
            return new SubmitTaskResult.UnknownRule();
        }
        RackId rack = command.request().rack();
        try {
            return command.idempotencyKey() == null
                    ? storage.decideOnRack(scope, rack, occupancy -> decide(occupancy, command))
                    : submitOnce(scope, rack, command, command.idempotencyKey());
        } catch (SiteRetired retired) {
            return new SubmitTaskResult.RetiredSite();
        }
    }

    private boolean isRuleKnown(TaskRequest request) {
        return request.rule() == null
                || rules.find(request.rule())
                        .filter(rule -> rule.operation() == request.operation())
                        .isPresent();
    }

    private SubmitTaskResult submitOnce(TaskScope scope, RackId rack, SubmitTaskCommand command, String key) {
        IdempotencyKey once = new IdempotencyKey(command.context().org(), key, RequestFingerprint.of(command));
        return switch (storage.decideOnce(scope, rack, once, occupancy -> decide(occupancy, command))) {
            case KeyedResult.Decided<SubmitTaskResult> decided -> decided.answer();
            case KeyedResult.SameRequest<SubmitTaskResult> same ->
                new SubmitTaskResult.Submitted(TaskView.of(same.task()));
            case KeyedResult.DifferentRequest<SubmitTaskResult> different -> new SubmitTaskResult.KeyReused();
        };
    }

    /** Decides whether the task begins, waits or is refused. */
    private Decision<SubmitTaskResult> decide(RackOccupancy rack, SubmitTaskCommand command) {
        TaskSpec spec = specOf(command.request());
        Schedule schedule = scheduler.schedule(spec.rack(), rack);
        return decide(schedule, rack.asOf(), spec, command).after(schedule.changes());
    }

    private Decision<SubmitTaskResult> decide(
            Schedule schedule, Instant asOf, TaskSpec spec, SubmitTaskCommand command) {
        RackQueue queue = schedule.queue();
        if (queue.isFreeFor(spec)) {
            Task task = Task.submitted(ids.nextId(), spec, clock.instant());
            return submitted(task, command).and(List.of(new RackGranted(task, Delivery.CLAIMED)));
        }
        return switch (command.conflictStrategy()) {
            case ConflictStrategy.Reject reject -> Decision.unchanged(new SubmitTaskResult.Conflict(spec.rack()));
            case ConflictStrategy.Queue wait
            when queue.isFull() -> Decision.unchanged(new SubmitTaskResult.QueueFull(spec.rack(), RackQueue.LIMIT));
            case ConflictStrategy.Queue wait -> {
                Duration timeout = Duration.ofSeconds(wait.timeoutSeconds());
                Task task = Task.queued(ids.nextId(), spec, asOf.plus(timeout), clock.instant());
                yield submitted(task, command).and(List.of(schedule.checkWith(task, timeout)));
            }
        };
    }

    private Decision<SubmitTaskResult> submitted(Task task, SubmitTaskCommand command) {
        Actor by = Actor.user(command.context().caller().subject());
        return Decision.of(
                new SubmitTaskResult.Submitted(new TaskView(task, null)),
                new TaskSubmitted(
                        task,
                        new ChangeCause(by, null, command.context().origin().requestId())),
                new Audited(new AuditEntry(
                        task.revision().created(),
                        command.context()
                                .audited(Action.SUBMIT_TASK, task.spec().site(), task.id()),
                        new Outcome.Granted(),
                        null)));
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
}
