package io.nicotask.application.internal.work;

import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.port.Change.EntryCompleted;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Reservation;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskView;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Delivers outbox entries to the workflow engine: claims entries, calls the engine, and completes an entry only when
 * the engine's reply proves the outcome. Any number of relays may run side by side.
 */
public final class OutboxRelay {

    /**
     * The lease of a claimed entry. Longer than the calls of a delivery take when the engine replies, and short enough
     * that another relay takes over within the bound after a crash; two deliveries of one entry at once are harmless.
     */
    static final Duration LEASE = Duration.ofSeconds(5);

    /** A start that has failed for this long fails its task. */
    static final Duration START_TIMEOUT = Duration.ofMinutes(10);

    private static final Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final ChangeCause RELAY = ChangeCause.of(Actor.system("relay"));
    private static final String TERMINATE_REASON = "The task has ended";

    private final Ports ports;
    private final TaskStorage storage;
    private final RackScheduler scheduler;
    private final WorkflowEngine engine;
    private final EngineCircuitBreakers breakers;
    private final RetryBackoff backoff;

    public OutboxRelay(Ports ports, WorkflowEngine engine, RandomGenerator random) {
        this(ports, engine, random, new EngineCircuitBreakers(ports.clock()));
    }

    /**
     * Creates a relay that shares circuit breakers with other clients of the engines.
     *
     * @param breakers the circuit breakers
     */
    public OutboxRelay(Ports ports, WorkflowEngine engine, RandomGenerator random, EngineCircuitBreakers breakers) {
        this.ports = ports;
        this.storage = ports.storage();
        this.scheduler = new RackScheduler(ports.conflicts(), ports.clock());
        this.engine = engine;
        this.breakers = breakers;
        this.backoff = new RetryBackoff(random);
    }

    /**
     * Claims due entries, and returns their deliveries for the caller to run, each independent of the others. For a
     * site whose circuit is open, claims one probe at a time, and starts that have been pending too long.
     *
     * @param limit the maximum number of claims
     */
    public List<Runnable> claimDue(int limit) {
        Set<SiteId> openCircuits = breakers.openCircuits();
        List<Claim> claims = openCircuits.isEmpty()
                ? ports.outbox().claimDue(limit, LEASE)
                : claimDueDuringOutage(openCircuits, limit);
        return claims.stream().<Runnable>map(claim -> () -> deliverClaim(claim)).toList();
    }

    private List<Claim> claimDueDuringOutage(Set<SiteId> openCircuits, int limit) {
        List<Claim> claims = new ArrayList<>();
        for (SiteId site : openCircuits) {
            if (claims.size() < limit && breakers.permitsCall(site)) {
                List<Claim> probe = ports.outbox().claimDueAt(site, LEASE);
                claims.addAll(probe);
                probe.forEach(claim -> breakers.beginCall(claim.site()));
            }
        }
        claims.addAll(ports.outbox().claimDueExcluding(limit - claims.size(), LEASE, openCircuits, START_TIMEOUT));
        return claims;
    }

    /**
     * Delivers the entries of one task immediately, unless the circuit of the site's engine is open and no probe is
     * due; then they are left to {@link #claimDue}.
     */
    public void deliverUnlessEngineDown(SiteId site, TaskId task) {
        if (breakers.permitsCall(site)) {
            deliver(task);
        }
    }

    /** Delivers the entries of one task immediately: its start if that is open, then its stop. */
    public void deliver(TaskId task) {
        List<Claim> claims = ports.outbox().claim(task, LEASE);
        while (!claims.isEmpty() && deliverAll(claims)) {
            claims = ports.outbox().claim(task, LEASE);
        }
    }

    private boolean deliverAll(List<Claim> claims) {
        boolean allDone = true;
        for (Claim claim : claims) {
            allDone &= deliverClaim(claim);
        }
        return allDone;
    }

    /**
     * Delivers one entry, and returns whether it is complete. An entry that fails is postponed and does not affect
     * others.
     */
    private boolean deliverClaim(Claim claim) {
        try {
            return switch (claim.kind()) {
                case START -> start(claim);
                case STOP -> stop(claim);
            };
        } catch (WorkflowEngineUnavailable unavailable) {
            LOG.log(Level.DEBUG, () -> "The engine did not respond for " + claim, unavailable);
            boolean startIsOverdue = claim.kind() == Kind.START && claim.age().compareTo(START_TIMEOUT) > 0;
            return startIsOverdue
                    ? failTask(claim, "Workflow could not be started: " + unavailable.getMessage())
                    : postpone(claim, String.valueOf(unavailable.getMessage()));
        } catch (LeaseExpired expired) {
            LOG.log(Level.DEBUG, () -> "The lease has expired: " + claim, expired);
            return false;
        } catch (RuntimeException unexpected) {
            LOG.log(Level.ERROR, () -> "Could not deliver " + claim, unexpected);
            return postpone(claim, unexpected.getClass().getSimpleName());
        }
    }

    private boolean start(Claim claim) {
        Optional<Task> task = scopeOf(claim)
                .flatMap(scope -> ports.tasks().find(scope, claim.task()))
                .map(TaskView::task);
        if (task.isEmpty() || task.get().status().isTerminal()) {
            return ports.outbox().complete(claim, new DeliveryOutcome.NotNeeded());
        }
        return switch (breakers.call(claim.site(), () -> engine.start(task.get()))) {
            case StartResult.Started started ->
                ports.outbox().complete(claim, new DeliveryOutcome.Delivered(started.namespace()));
            case StartResult.AlreadyStarted already ->
                ports.outbox().complete(claim, new DeliveryOutcome.Delivered(already.namespace()));
            case StartResult.Refused refused -> failTask(claim, "Workflow could not be started: " + refused.cause());
        };
    }

    private boolean stop(Claim claim) {
        WorkflowDescription description = breakers.call(claim.site(), () -> {
            engine.terminate(claim.site(), claim.task(), TERMINATE_REASON);
            return engine.describe(claim.site(), claim.task());
        });
        if (isInOtherNamespace(claim, description)) {
            return postpone(claim, "Workflow was started in another namespace than the one that the site has now");
        }
        return switch (description) {
            case WorkflowDescription.Closed closed -> confirm(claim, closed.actsFor());
            case WorkflowDescription.Open open -> postpone(claim, "Workflow is still open");
            case WorkflowDescription.NotFound missing -> placeTombstone(claim);
        };
    }

    /** A workflow that is open in one namespace is missing in every other one, where a tombstone would stop nothing. */
    private boolean isInOtherNamespace(Claim claim, WorkflowDescription description) {
        return ports.outbox()
                .namespaceOf(claim.task())
                .filter(namespace -> !namespace.equals(description.namespace()))
                .isPresent();
    }

    /** A call that is under way may still start a missing workflow; only a tombstone prevents that. */
    private boolean placeTombstone(Claim claim) {
        WorkflowDescription description = breakers.call(claim.site(), () -> {
            engine.placeTombstone(claim.site(), claim.task());
            return engine.describe(claim.site(), claim.task());
        });
        return switch (description) {
            case WorkflowDescription.Closed closed -> confirm(claim, closed.actsFor());
            case WorkflowDescription.Open open -> postpone(claim, "Workflow was started late");
            case WorkflowDescription.NotFound missing -> postpone(claim, "Tombstone could not be placed");
        };
    }

    /** Completes the stop, and schedules the rack, which may be free now. */
    private boolean confirm(Claim claim, Duration actsFor) {
        return scopeOf(claim)
                .flatMap(scope -> ports.tasks()
                        .find(scope, claim.task())
                        .map(found -> confirm(
                                claim, actsFor, scope, found.task().spec().rack())))
                .orElseGet(() -> ports.outbox().complete(claim, new DeliveryOutcome.Confirmed(actsFor)));
    }

    private boolean confirm(Claim claim, Duration actsFor, TaskScope scope, RackId id) {
        storage.decideOnRack(
                scope,
                id,
                rack -> scheduler
                        .schedule(id, rack.with(claim.task(), held -> withClosedWorkflow(held, actsFor)))
                        .asDecision()
                        .after(List.of(new EntryCompleted(claim, new DeliveryOutcome.Confirmed(actsFor)))));
        return true;
    }

    private Reservation withClosedWorkflow(Reservation held, Duration actsFor) {
        return held.stop() == null
                ? held
                : held.with(held.stop().engineClosed(ports.clock().instant(), actsFor));
    }

    private boolean postpone(Claim claim, String cause) {
        boolean held = ports.outbox()
                .postpone(claim, backoff.delayAfter(claim.claimNumber()), TextConstraints.errorLine(cause));
        if (!held) {
            LOG.log(Level.DEBUG, () -> "The lease has expired: " + claim);
        }
        return false;
    }

    /** Fails a task that cannot be started. A Running task has been started, even when the engine's reply was lost. */
    private boolean failTask(Claim claim, String error) {
        boolean completed = scopeOf(claim)
                .flatMap(scope ->
                        storage.decide(scope, claim.task(), snapshot -> failTask(claim, snapshot.task(), error)))
                .orElseGet(() -> ports.outbox().complete(claim, new DeliveryOutcome.NotNeeded()));
        return completed || postpone(claim, error);
    }

    private Decision<Boolean> failTask(Claim claim, Task task, String error) {
        if (task.status() == TaskStatus.RUNNING) {
            return Decision.unchanged(false);
        }
        Decision<Boolean> completed = Decision.of(true, new EntryCompleted(claim, new DeliveryOutcome.NotNeeded()));
        return task.fail(null, error, ports.clock().instant()) instanceof Transition.Applied failed
                ? completed.and(List.of(TaskChanged.of(task, failed.task(), RELAY)))
                : completed;
    }

    private Optional<TaskScope> scopeOf(Claim claim) {
        return ports.access().forSystem(claim.site());
    }
}
