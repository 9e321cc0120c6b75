package io.nicotask.application.relay;

import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.application.port.WorkflowWatch.Watched;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Run;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Repairs what no event announces: an open task whose workflow has closed, or is gone, ends. The other way round, a
 * terminal task with an open workflow, is the relay's: every task that ends asks for its stop.
 */
public final class Sweep {

    /** How often an open task's workflow is looked at. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final int MISSES_THAT_COUNT = 2;

    private static final Logger LOG = System.getLogger(Sweep.class.getName());
    private static final Cause SWEEP = Cause.of(Actor.system("sweep"));

    private final Ports ports;
    private final WorkflowWatch watch;
    private final WorkflowEngine engine;
    private final SiteAlarm alarm;
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
        this.alarm = new SiteAlarm(watch);
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
        boolean held = watch.postpone(watched, INTERVAL);
        LOG.log(Level.DEBUG, () -> watched + (held ? " is looked at again" : " is somebody else's"));
    }

    /** Nothing that is seen in another namespace than the one of the start says anything of the task. */
    private boolean lookAt(Watched watched) {
        Optional<Task> task = scopeOf(watched).flatMap(scope -> ports.tasks().find(scope, watched.task()));
        if (task.isEmpty() || task.get().status().isTerminal()) {
            return watch.forget(watched);
        }
        Sighting sighting = outages.ask(watched.site(), () -> engine.describe(watched.site(), watched.task()));
        if (!sighting.namespace().equals(watched.namespace())) {
            return noted(watched, watch.astray(watched, INTERVAL));
        }
        return switch (sighting) {
            case Sighting.Open open -> open(watched, open);
            case Sighting.Closed closed ->
                isOfAnother(task.get(), closed.run())
                        ? endUnless(() -> isActing(watched), watched, 0, Ending.like(closed))
                        : end(watched, Ending.like(closed));
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
            alarm.lookIfRaised(watched.site());
            return held;
        });
    }

    /** The end of a run that has not passed the gate says nothing of what the one that has is doing. */
    private static boolean isOfAnother(Task task, RunId run) {
        Run passed = task.state().runOrNull();
        return passed != null && !passed.id().equals(run);
    }

    /**
     * Missing alone never ends a task: its workflow must be unknown twice, while no attempt of it acts, and few others with
     * it; many mean that the engine is not the right one.
     */
    private boolean missing(Watched watched, Sighting.Missing missing) {
        if (missing.engineForgets()) {
            return end(watched, Ending.failure("Workflow was lost when its embedded engine restarted"));
        }
        int misses = watched.misses() + 1;
        if (misses < MISSES_THAT_COUNT) {
            return noted(watched, watch.seen(watched, misses, INTERVAL));
        }
        Ending ending = Ending.failure("Workflow is unknown to its engine");
        return noted(
                watched,
                endUnless(
                        () -> watch.missingAt(watched.site()).mayBeTooMany() || isActing(watched),
                        watched,
                        misses,
                        ending));
    }

    private boolean noted(Watched watched, boolean held) {
        alarm.look(watched.site());
        return held;
    }

    /** What speaks against the end is asked in the transaction that ends: a moment later more may be missing, or act. */
    private boolean endUnless(BooleanSupplier doubtful, Watched watched, int misses, Ending ending) {
        return Transactions.decide(
                ports.transactions(),
                () -> doubtful.getAsBoolean() ? watch.seen(watched, misses, INTERVAL) : ended(watched, ending));
    }

    /** An attempt that beats is work that somebody does, whatever the engine says. The rack's lock keeps that true. */
    private boolean isActing(Watched watched) {
        return scopeOf(watched)
                .flatMap(scope -> ports.tasks()
                        .find(scope, watched.task())
                        .map(task -> ports.racks().lock(scope, task.request().rack())))
                .filter(rack -> rack.isActing(watched.task()))
                .isPresent();
    }

    private boolean end(Watched watched, Ending ending) {
        return Transactions.decide(ports.transactions(), () -> ended(watched, ending));
    }

    /** Ends the watched task. The lease is checked first, under the same transaction. */
    private boolean ended(Watched watched, Ending ending) {
        boolean held = watch.forget(watched);
        if (held) {
            scopeOf(watched).ifPresent(scope -> write(scope, watched.task(), ending));
        }
        return held;
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
