package io.nicotask.application.relay;

import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.application.port.WorkflowWatch.Missing;
import io.nicotask.application.port.WorkflowWatch.Watched;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Repairs what no event announces: an open task whose workflow has closed, or is gone, ends. The other way round, a
 * terminal task with an open workflow, is the relay's: every task that ends asks for its stop.
 */
public final class Sweep {

    /** How often an open task's workflow is looked at. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final int MISSES_THAT_COUNT = 2;
    private static final int FEW = 3;
    private static final double SHARE = 0.05;

    private static final Logger LOG = System.getLogger(Sweep.class.getName());
    private static final Cause SWEEP = Cause.of(Actor.system("sweep"));

    private final Ports ports;
    private final WorkflowWatch watch;
    private final WorkflowEngine engine;
    private final Outages outages;

    public Sweep(Ports ports, WorkflowWatch watch, WorkflowEngine engine) {
        this(ports, watch, engine, new Outages(ports.clock()));
    }

    /**
     * A sweep beside relays that ask the same engines.
     *
     * @param outages what all of them know of these
     */
    Sweep(Ports ports, WorkflowWatch watch, WorkflowEngine engine, Outages outages) {
        this.ports = ports;
        this.watch = watch;
        this.engine = engine;
        this.outages = outages;
    }

    /**
     * Claims what is due and answers with the looks still to be taken, each independent of the others.
     *
     * @param limit the most to claim
     */
    public List<Runnable> claimDue(int limit) {
        return watch.claimDue(limit, Relay.LEASE).stream()
                .<Runnable>map(watched -> () -> look(watched))
                .toList();
    }

    private void look(Watched watched) {
        if (!outages.mayAsk(watched.site())) {
            later(watched);
            return;
        }
        try {
            boolean held = lookAt(watched);
            if (!held) {
                LOG.log(Level.DEBUG, () -> "Lease has run out: " + watched);
            }
        } catch (WorkflowEngineUnavailable unavailable) {
            LOG.log(Level.DEBUG, () -> "No answer for " + watched, unavailable);
            later(watched);
        } catch (RuntimeException unexpected) {
            LOG.log(Level.ERROR, () -> "Could not look at " + watched, unexpected);
            later(watched);
        }
    }

    private void later(Watched watched) {
        boolean held = watch.seen(watched, watched.misses(), INTERVAL);
        LOG.log(Level.DEBUG, () -> watched + (held ? " is looked at again" : " is somebody else's"));
    }

    private boolean lookAt(Watched watched) {
        Optional<Task> task = scopeOf(watched).flatMap(scope -> ports.tasks().find(scope, watched.task()));
        if (task.isEmpty() || task.get().status().isTerminal()) {
            return watch.forget(watched);
        }
        return switch (outages.ask(watched.site(), () -> engine.describe(watched.site(), watched.task()))) {
            case Sighting.Open open -> open(watched, open);
            case Sighting.Closed closed -> end(watched, Ending.like(closed));
            case Sighting.Missing missing -> missing(watched, missing);
        };
    }

    /** A workflow that others have brought may not ask at the gate: then its task is Running when it is seen open. */
    private boolean open(Watched watched, Sighting.Open open) {
        return Transactions.decide(ports.transactions(), () -> {
            boolean held = watch.seen(watched, 0, INTERVAL);
            if (held && open.foreign()) {
                scopeOf(watched).ifPresent(scope -> write(scope, watched.task(), Ending.begun(open.run())));
            }
            return held;
        });
    }

    /**
     * Missing alone never ends a task: the workflow must be unknown twice, in the namespace where it was started, and
     * few others with it; many mean that the engine is not the right one.
     */
    private boolean missing(Watched watched, Sighting.Missing missing) {
        if (!missing.namespace().equals(watched.namespace())) {
            return watch.seen(watched, 0, INTERVAL);
        }
        if (missing.engineForgets()) {
            return end(watched, Ending.failure("Workflow was lost when its embedded engine restarted"));
        }
        int misses = watched.misses() + 1;
        if (misses < MISSES_THAT_COUNT || tooManyMissingAt(watched)) {
            return watch.seen(watched, misses, INTERVAL);
        }
        return end(watched, Ending.failure("Workflow is unknown to its engine"));
    }

    private boolean tooManyMissingAt(Watched watched) {
        Missing site = watch.missingAt(watched.site());
        boolean tooMany = site.missing() > Math.max(FEW, SHARE * site.watched());
        if (tooMany) {
            LOG.log(
                    Level.ERROR,
                    () -> site.missing() + " of " + site.watched() + " workflows of site " + watched.site()
                            + " are unknown to their engine. No task is ended for it: check the site's target and namespace");
        }
        return tooMany;
    }

    /** Ends the watched task. The lease is checked first, under the same transaction. */
    private boolean end(Watched watched, Ending ending) {
        return Transactions.decide(ports.transactions(), () -> {
            boolean held = watch.forget(watched);
            if (held) {
                scopeOf(watched).ifPresent(scope -> write(scope, watched.task(), ending));
            }
            return held;
        });
    }

    private void write(TaskScope scope, TaskId id, Ending ending) {
        ports.tasks().lock(scope, id).ifPresent(task -> {
            Task before = task;
            for (Task after : ending.stepsOf(task, ports.clock().instant())) {
                ports.tasks().update(scope, new TaskChange(before, after, SWEEP));
                before = after;
            }
            if (before.status().isTerminal()) {
                ports.outbox().requestStop(scope, id, Duration.ZERO);
            }
        });
    }

    private Optional<TaskScope> scopeOf(Watched watched) {
        return ports.access().forSystem(watched.site());
    }
}
