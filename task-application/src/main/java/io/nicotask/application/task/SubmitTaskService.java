package io.nicotask.application.task;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.RackScheduler.Schedule;
import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.SiteDirectory.SiteRetired;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Stores the task before anything is started, so that a crash loses no task and starts none twice. */
final class SubmitTaskService implements SubmitTask {

    private final TaskStorage storage;
    private final RackScheduler scheduler;
    private final OperationRules rules;
    private final Supplier<TaskId> ids;
    private final InstantSource clock;
    private final SiteRequests requests;

    SubmitTaskService(Ports ports, OperationRules rules, Supplier<TaskId> ids) {
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        this.rules = rules;
        this.ids = ids;
        this.clock = ports.clock();
        this.requests = new SiteRequests(ports);
    }

    @Override
    public SubmitTask.Result submit(SubmitTask.Command command) {
        return requests.authorize(
                command.context(),
                Action.SUBMIT_TASK,
                command.request().site(),
                null,
                scope -> submit(scope, command),
                SubmitTask.Result.Denied::new);
    }

    private SubmitTask.Result submit(TaskScope scope, SubmitTask.Command command) {
        if (!isRuleKnown(command.request())) {
            return new SubmitTask.Result.UnknownRule();
        }
        RackId rack = command.request().rack();
        try {
            return command.idempotencyKey() == null
                    ? storage.decideOnRack(scope, rack, occupancy -> decide(occupancy, command))
                    : submitOnce(scope, rack, command, command.idempotencyKey());
        } catch (SiteRetired retired) {
            return new SubmitTask.Result.RetiredSite();
        }
    }

    private boolean isRuleKnown(TaskRequest request) {
        return request.rule() == null
                || rules.find(request.rule())
                        .filter(rule -> rule.operation() == request.operation())
                        .isPresent();
    }

    private SubmitTask.Result submitOnce(TaskScope scope, RackId rack, SubmitTask.Command command, String key) {
        IdempotencyKey once = new IdempotencyKey(command.context().org(), key, RequestFingerprint.of(command));
        return switch (storage.decideOnce(scope, rack, once, occupancy -> decide(occupancy, command))) {
            case KeyedResult.Decided<SubmitTask.Result> decided -> decided.answer();
            case KeyedResult.SameRequest<SubmitTask.Result> same ->
                new SubmitTask.Result.Submitted(TaskView.of(same.task()));
            case KeyedResult.DifferentRequest<SubmitTask.Result> different -> new SubmitTask.Result.KeyReused();
        };
    }

    /** Decides whether the task begins, waits or is refused. */
    private Decision<SubmitTask.Result> decide(RackOccupancy rack, SubmitTask.Command command) {
        TaskSpec spec = specOf(command.request());
        Schedule schedule = scheduler.schedule(spec.rack(), rack);
        return decide(schedule, rack.asOf(), spec, command).after(schedule.changes());
    }

    private Decision<SubmitTask.Result> decide(
            Schedule schedule, Instant asOf, TaskSpec spec, SubmitTask.Command command) {
        RackQueue queue = schedule.queue();
        if (queue.isFreeFor(spec)) {
            Task task = Task.submitted(ids.get(), spec, clock.instant());
            return submitted(task, command).and(List.of(new RackGranted(task, Delivery.CLAIMED)));
        }
        return switch (command.conflictStrategy()) {
            case ConflictStrategy.Reject reject -> Decision.unchanged(new SubmitTask.Result.Conflict(spec.rack()));
            case ConflictStrategy.Queue wait
            when queue.isFull() -> Decision.unchanged(new SubmitTask.Result.QueueFull(spec.rack(), RackQueue.LIMIT));
            case ConflictStrategy.Queue wait -> {
                Duration timeout = Duration.ofSeconds(wait.timeoutSeconds());
                Task task = Task.queued(ids.get(), spec, asOf.plus(timeout), clock.instant());
                yield submitted(task, command).and(List.of(schedule.checkWith(task, timeout)));
            }
        };
    }

    private Decision<SubmitTask.Result> submitted(Task task, SubmitTask.Command command) {
        Actor by = Actor.user(command.context().caller().subject());
        return Decision.of(
                new SubmitTask.Result.Submitted(new TaskView(task, null)),
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
