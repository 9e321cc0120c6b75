package io.nicotask.application.task;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskSnapshot;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskView;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Cancellation.AlreadyTerminated;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Cancellation.NotCancellable;
import io.nicotask.domain.task.Task;
import java.time.InstantSource;
import java.util.List;

/** Decides in the store first; the relay calls the engine afterwards, from the outbox. */
final class CancelTaskService implements CancelTask {

    private final TaskStorage storage;
    private final RackScheduler scheduler;
    private final InstantSource clock;
    private final SiteRequests requests;

    CancelTaskService(Ports ports) {
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        this.clock = ports.clock();
        this.requests = new SiteRequests(ports);
    }

    @Override
    public CancelTaskResult cancel(CancelTaskCommand command) {
        return requests.authorize(
                command.context(),
                Action.CANCEL_TASK,
                command.site(),
                command.task(),
                scope -> cancel(scope, command),
                CancelTaskResult.Denied::new);
    }

    private CancelTaskResult cancel(TaskScope scope, CancelTaskCommand command) {
        return storage.decide(scope, command.task(), snapshot -> decide(snapshot, command))
                .orElseGet(CancelTaskResult.NotFound::new);
    }

    private Decision<CancelTaskResult> decide(TaskSnapshot snapshot, CancelTaskCommand command) {
        Actor by = Actor.user(command.context().caller().subject());
        return switch (snapshot.task().cancel(by, command.reason(), clock.instant())) {
            case Cancelled cancelled -> cancelled(snapshot, cancelled.task(), command);
            case AlreadyTerminated already ->
                Decision.unchanged(new CancelTaskResult.AlreadyTerminated(TaskView.of(snapshot)));
            case NotCancellable finished ->
                Decision.unchanged(new CancelTaskResult.NotCancellable(TaskView.of(snapshot)));
        };
    }

    private Decision<CancelTaskResult> cancelled(TaskSnapshot snapshot, Task after, CancelTaskCommand command) {
        Task before = snapshot.task();
        ChangeCause cause = new ChangeCause(
                Actor.user(command.context().caller().subject()),
                command.reason(),
                command.context().origin().requestId());
        AuditEntry audit = new AuditEntry(
                after.revision().updated(),
                command.context().audited(Action.CANCEL_TASK, command.site(), command.task()),
                new Outcome.Granted(),
                command.reason());
        StopStatus stop = before.status().mayHaveWorkflow() ? StopStatus.REQUESTED : StopStatus.CONFIRMED;
        return Decision.<CancelTaskResult>of(
                        new CancelTaskResult.Cancelled(new TaskView(after, stop)),
                        new TaskChanged(new TaskChange(before, after, cause), Delivery.CLAIMED),
                        new Audited(audit))
                .and(othersOnRack(snapshot, after));
    }

    /** A task that waits for its rack may have kept others waiting. */
    private List<Change> othersOnRack(TaskSnapshot snapshot, Task after) {
        return snapshot.rack() == null
                ? List.of()
                : scheduler
                        .schedule(after.spec().rack(), snapshot.rack().with(after))
                        .changes();
    }
}
