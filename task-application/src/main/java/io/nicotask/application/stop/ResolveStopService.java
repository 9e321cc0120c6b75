package io.nicotask.application.stop;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.RackScheduler.Schedule;
import io.nicotask.application.internal.SiteRequests;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.StopResolved;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.Stop.Resolution;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Terminated;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

final class ResolveStopService implements ResolveStop {

    private final Ports ports;
    private final RackScheduler scheduler;
    private final SiteRequests requests;

    ResolveStopService(Ports ports) {
        this.ports = ports;
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        this.requests = new SiteRequests(ports);
    }

    @Override
    public ResolveStop.Result resolve(ResolveStop.Command command) {
        return requests.authorize(
                command.context(),
                Action.RESOLVE_STOP,
                command.site(),
                command.task(),
                scope -> find(scope, command),
                ResolveStop.Result.Denied::new);
    }

    /** A task that has ended is read without a lock, because it no longer changes. */
    private ResolveStop.Result find(TaskScope scope, ResolveStop.Command command) {
        return ports.tasks()
                .find(scope, command.task())
                .map(found -> found.task().status().isTerminal()
                        ? resolve(scope, found.task(), command)
                        : new ResolveStop.Result.TaskNotEnded(found))
                .orElseGet(ResolveStop.Result.NotFound::new);
    }

    /** A task that holds no reservation any more never gets one again. */
    private ResolveStop.Result resolve(TaskScope scope, Task task, ResolveStop.Command command) {
        return ports.storage()
                .decideOnRack(scope, task.spec().rack(), rack -> decideOnHolder(task, rack, command))
                .or(() -> ports.storage().decide(scope, task.id(), snapshot -> decide(snapshot, command)))
                .orElseGet(ResolveStop.Result.NotFound::new);
    }

    private Decision<Optional<ResolveStop.Result>> decideOnHolder(
            Task task, RackOccupancy rack, ResolveStop.Command command) {
        return rack.reservation(task.id())
                .map(held -> decide(task, held.stop(), held.leased(), command, resolved -> {
                    Reservation without = new Reservation(task, held.leases(), Set.of(), resolved);
                    return scheduler.schedule(task.spec().rack(), rack.with(task.id(), any -> without));
                }))
                .map(decision -> new Decision<>(Optional.of(decision.answer()), decision.changes()))
                .orElseGet(() -> Decision.unchanged(Optional.empty()));
    }

    private Decision<ResolveStop.Result> decide(TaskSnapshot snapshot, ResolveStop.Command command) {
        return decide(snapshot.task(), snapshot.stop(), false, command, resolved -> Schedule.NONE);
    }

    /**
     * Decides on the stop of an ended task; one that never had a workflow has none.
     *
     * @param schedule schedules the task's rack after the stop was resolved
     */
    private Decision<ResolveStop.Result> decide(
            Task task,
            @Nullable Stop stop,
            boolean leased,
            ResolveStop.Command command,
            Function<Stop, Schedule> schedule) {
        if (stop == null) {
            return Decision.unchanged(new ResolveStop.Result.AlreadyConfirmed(viewOf(task, StopStatus.CONFIRMED)));
        }
        Instant now = ports.clock().instant();
        return switch (stop.resolve(leased, now)) {
            case Resolution.AlreadyConfirmed already ->
                Decision.unchanged(new ResolveStop.Result.AlreadyConfirmed(viewOf(task, StopStatus.CONFIRMED)));
            case Resolution.InProgress progress ->
                Decision.unchanged(new ResolveStop.Result.InProgress(
                        viewOf(task, progress.stop().status())));
            case Resolution.Resolved resolved -> {
                Schedule next = schedule.apply(resolved.stop());
                Stop after = next.releases(task.id()) ? resolved.stop().rackReleased(now) : resolved.stop();
                yield Decision.<ResolveStop.Result>of(
                                new ResolveStop.Result.Resolved(viewOf(task, after.status())),
                                new StopResolved(task.id()),
                                new Audited(new AuditEntry(
                                        now,
                                        command.context().audited(Action.RESOLVE_STOP, command.site(), command.task()),
                                        new Outcome.Granted(),
                                        command.reason())))
                        .and(next.changes());
            }
        };
    }

    private static TaskView viewOf(Task task, StopStatus stop) {
        return new TaskView(task, task.state() instanceof Terminated ? stop : null);
    }
}
