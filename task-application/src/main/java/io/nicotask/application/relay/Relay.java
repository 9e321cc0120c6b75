package io.nicotask.application.relay;

import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.application.port.WorkflowEngine.StartAnswer;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.application.rack.RackHandover;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.task.Text;
import io.nicotask.domain.task.Transition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Tells the workflow engine what was decided: takes requests from the outbox, and marks one as done only when the
 * engine's answer leaves no doubt. Any number of relays may work side by side.
 */
public final class Relay {

    /**
     * How long a claimed request is the relay's own. Longer than its few calls take when the engine answers, and short
     * enough that another relay goes on within the bound after a crash; two at once do no harm.
     */
    static final Duration LEASE = Duration.ofSeconds(5);

    /** A start that has not been possible for this long makes its task Failed. */
    static final Duration START_WITHIN = Duration.ofMinutes(10);

    private static final Logger LOG = System.getLogger(Relay.class.getName());
    private static final Cause RELAY = Cause.of(Actor.system("relay"));
    private static final String WHY_TERMINATED = "The task has ended";

    private final Ports ports;
    private final RackHandover handover;
    private final WorkflowEngine engine;
    private final Outages outages;
    private final Backoff backoff;

    public Relay(Ports ports, WorkflowEngine engine, RandomGenerator random) {
        this(ports, engine, random, new Outages(ports.clock()));
    }

    /**
     * A relay among others that ask the same engines.
     *
     * @param outages what all of them know of these
     */
    Relay(Ports ports, WorkflowEngine engine, RandomGenerator random, Outages outages) {
        this.ports = ports;
        this.handover = new RackHandover(ports);
        this.engine = engine;
        this.outages = outages;
        this.backoff = new Backoff(random);
    }

    /**
     * Claims what is due and answers with the deliveries still to be run, each independent of the others. Of a site whose
     * engine does not answer one request is claimed now and then, and what has become due in vain for too long.
     *
     * @param limit the most to claim
     */
    public List<Runnable> claimDue(int limit) {
        Set<SiteId> away = outages.away();
        List<Claim> claims = away.isEmpty() ? ports.outbox().claimDue(limit, LEASE) : claimDueDuring(away, limit);
        return claims.stream().<Runnable>map(claim -> () -> deliver(claim)).toList();
    }

    private List<Claim> claimDueDuring(Set<SiteId> away, int limit) {
        List<Claim> claims = new ArrayList<>();
        for (SiteId site : away) {
            if (claims.size() < limit && outages.mayAsk(site)) {
                List<Claim> probe = ports.outbox().claimDueAt(site, LEASE);
                claims.addAll(probe);
                probe.forEach(claim -> outages.asking(claim.site()));
            }
        }
        claims.addAll(ports.outbox().claimDueSparing(limit - claims.size(), LEASE, away, START_WITHIN));
        return claims;
    }

    /**
     * Delivers what is asked for one task of a site, now, unless the site's engine is known not to answer: then it is left
     * to {@link #claimDue}.
     */
    public void deliver(SiteId site, TaskId task) {
        if (outages.mayAsk(site)) {
            deliver(task);
        }
    }

    /** Delivers what is asked for one task, now: its start if that is open, then its stop. */
    public void deliver(TaskId task) {
        List<Claim> claims = ports.outbox().claim(task, LEASE);
        while (!claims.isEmpty() && deliverAll(claims)) {
            claims = ports.outbox().claim(task, LEASE);
        }
    }

    private boolean deliverAll(List<Claim> claims) {
        boolean allDone = true;
        for (Claim claim : claims) {
            allDone &= deliver(claim);
        }
        return allDone;
    }

    /** Delivers one request; whatever goes wrong with it gives it back for later and harms no other. */
    private boolean deliver(Claim claim) {
        try {
            return switch (claim.kind()) {
                case START -> start(claim);
                case STOP -> stop(claim);
            };
        } catch (WorkflowEngineUnavailable unavailable) {
            LOG.log(Level.DEBUG, () -> "No answer for " + claim, unavailable);
            boolean startIsOverdue = claim.kind() == Kind.START && claim.age().compareTo(START_WITHIN) > 0;
            return startIsOverdue
                    ? giveUp(claim, "Workflow could not be started: " + unavailable.getMessage())
                    : giveBack(claim, String.valueOf(unavailable.getMessage()));
        } catch (RuntimeException unexpected) {
            LOG.log(Level.ERROR, () -> "Could not deliver " + claim, unexpected);
            return giveBack(claim, unexpected.getClass().getSimpleName());
        }
    }

    private boolean start(Claim claim) {
        Optional<Task> task = scopeOf(claim).flatMap(scope -> ports.tasks().find(scope, claim.task()));
        if (task.isEmpty() || task.get().status().isTerminal()) {
            return ports.outbox().done(claim, new Outcome.NotNeeded());
        }
        return switch (outages.ask(claim.site(), () -> engine.start(task.get()))) {
            case StartAnswer.Started started -> ports.outbox().done(claim, new Outcome.Delivered(started.namespace()));
            case StartAnswer.AlreadyStarted already ->
                ports.outbox().done(claim, new Outcome.Delivered(already.namespace()));
            case StartAnswer.Refused refused -> giveUp(claim, "Workflow could not be started: " + refused.cause());
        };
    }

    private boolean stop(Claim claim) {
        Sighting seen = outages.ask(claim.site(), () -> {
            engine.terminate(claim.site(), claim.task(), WHY_TERMINATED);
            return engine.describe(claim.site(), claim.task());
        });
        if (wasStartedElsewhere(claim, seen)) {
            return giveBack(claim, "Workflow was started in another namespace than the one that the site has now");
        }
        return switch (seen) {
            case Sighting.Closed closed -> confirm(claim);
            case Sighting.Open open -> giveBack(claim, "Workflow is still open");
            case Sighting.Missing missing -> burn(claim);
        };
    }

    /** What is open in one namespace is missing in every other, where to burn its id would stop nothing. */
    private boolean wasStartedElsewhere(Claim claim, Sighting sighting) {
        return ports.outbox()
                .namespaceOf(claim.task())
                .filter(namespace -> !namespace.equals(sighting.namespace()))
                .isPresent();
    }

    /** A missing workflow may still be started by a call that is under way: only a burnt id rules that out. */
    private boolean burn(Claim claim) {
        Sighting seen = outages.ask(claim.site(), () -> {
            engine.burn(claim.site(), claim.task());
            return engine.describe(claim.site(), claim.task());
        });
        return switch (seen) {
            case Sighting.Closed closed -> confirm(claim);
            case Sighting.Open open -> giveBack(claim, "Workflow was started late");
            case Sighting.Missing missing -> giveBack(claim, "Workflow id could not be burnt");
        };
    }

    /** With the last doubt about the workflow gone, the rack may be free. */
    private boolean confirm(Claim claim) {
        return Transactions.decide(
                ports.transactions(),
                () -> scopeOf(claim)
                        .flatMap(scope ->
                                ports.tasks().find(scope, claim.task()).map(task -> confirm(claim, scope, task)))
                        .orElseGet(() -> ports.outbox().done(claim, new Outcome.Confirmed())));
    }

    private boolean confirm(Claim claim, TaskScope scope, Task task) {
        ports.racks().lock(scope, task.request().rack());
        boolean held = ports.outbox().done(claim, new Outcome.Confirmed());
        if (held) {
            handover.settle(scope, task.request().rack(), null);
        }
        return held;
    }

    private boolean giveBack(Claim claim, String cause) {
        boolean held = ports.outbox().postpone(claim, backoff.after(claim.attempt()), Text.errorLine(cause));
        if (!held) {
            LOG.log(Level.DEBUG, () -> "Lease has run out: " + claim);
        }
        return false;
    }

    /** Ends a task that cannot be started. One that runs has been started, whatever the engine has failed to tell. */
    private boolean giveUp(Claim claim, String error) {
        return Transactions.decide(
                ports.transactions(),
                () -> scopeOf(claim)
                        .flatMap(scope ->
                                ports.tasks().lock(scope, claim.task()).map(task -> giveUp(claim, scope, task, error)))
                        .orElseGet(() -> ports.outbox().done(claim, new Outcome.NotNeeded())));
    }

    private boolean giveUp(Claim claim, TaskScope scope, Task task, String error) {
        if (task.status() == TaskStatus.RUNNING) {
            return giveBack(claim, error);
        }
        boolean held = ports.outbox().done(claim, new Outcome.NotNeeded());
        if (held && task.fail(null, error, ports.clock().instant()) instanceof Transition.Applied failed) {
            ports.tasks().update(scope, new TaskChange(task, failed.task(), RELAY));
            ports.outbox().requestStop(scope, task.id(), Duration.ZERO);
        }
        return held;
    }

    private Optional<TaskScope> scopeOf(Claim claim) {
        return ports.access().forSystem(claim.site());
    }
}
