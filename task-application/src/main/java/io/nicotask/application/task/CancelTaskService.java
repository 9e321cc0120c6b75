package io.nicotask.application.task;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
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
    public CancelTask.Result cancel(CancelTask.Command command) {
        return requests.authorize(
                command.context(),
                Action.CANCEL_TASK,
                command.site(),
                command.task(),
                scope -> cancel(scope, command),
                CancelTask.Result.Denied::new);
    }

    private CancelTask.Result cancel(TaskScope scope, CancelTask.Command command) {
        return storage.decide(scope, command.task(), snapshot -> decide(snapshot, command))
                .orElseGet(CancelTask.Result.NotFound::new);
    }

    private Decision<CancelTask.Result> decide(TaskSnapshot snapshot, CancelTask.Command command) {
        Actor by = Actor.user(command.context().caller().subject());
        return switch (snapshot.task().cancel(by, command.reason(), clock.instant())) {
            case Cancelled cancelled -> cancelled(snapshot, cancelled.task(), command);
            case AlreadyTerminated already ->
                Decision.unchanged(new CancelTask.Result.AlreadyTerminated(TaskView.of(snapshot)));
            case NotCancellable finished ->
                Decision.unchanged(new CancelTask.Result.NotCancellable(TaskView.of(snapshot)));
        };
    }

    private Decision<CancelTask.Result> cancelled(TaskSnapshot snapshot, Task after, CancelTask.Command command) {
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
        return Decision.<CancelTask.Result>of(
                        new CancelTask.Result.Cancelled(new TaskView(after, stop)),
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
