package io.nicotask.application.internal.work;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.WorkItem;
import io.nicotask.application.port.WorkItem.Kind;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.domain.task.Task;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Dispatchers of a process for some kinds of work, so that a test decides which kind is carried out. */
public final class Dispatchers {

    private static final Logger LOG = System.getLogger(Dispatchers.class.getName());

    private Dispatchers() {}

    /** Starts and stops workflows. */
    public static WorkDispatcher relay(Ports ports, WorkflowEngine engine) {
        return of(ports, engine, Set.of(Kind.START_WORKFLOW, Kind.STOP_WORKFLOW));
    }

    /** Checks workflows. */
    public static WorkDispatcher reconciler(Ports ports, WorkflowEngine engine) {
        return of(ports, engine, Set.of(Kind.CHECK_WORKFLOW));
    }

    /** Reschedules racks and raises alerts. */
    public static WorkDispatcher upkeep(Ports ports, WorkflowEngine engine) {
        return of(ports, engine, Set.of(Kind.SCHEDULE_RACK, Kind.ALERT_STOP));
    }

    /**
     * Starts and then stops the task's workflow: first what this process has claimed when it was decided, then what no
     * process has claimed.
     *
     * @param task the task as it is now
     */
    public static void deliver(WorkDispatcher relay, Task task) {
        List<Kind> decided = switch (task.status()) {
            case WAITING -> List.of();
            case PENDING, RUNNING -> List.of(Kind.START_WORKFLOW);
            case SUCCEEDED, FAILED, TERMINATED -> List.of(Kind.START_WORKFLOW, Kind.STOP_WORKFLOW);
        };
        for (Kind kind : decided) {
            boolean settled = relay.deliverUnlessEngineDown(
                    new WorkItem(kind, task.id().value(), task.spec().site(), 1));
            LOG.log(Level.DEBUG, () -> kind + " of " + task + (settled ? " is settled" : " was not claimed"));
        }
        relay.deliver(task.id());
    }

    /** Carries out everything that is due. */
    public static void runDue(WorkDispatcher dispatcher) {
        while (runOnce(dispatcher)) {
            // what was carried out may have made more work due
        }
    }

    private static boolean runOnce(WorkDispatcher dispatcher) {
        var due = dispatcher.claimDue(100);
        due.forEach(Runnable::run);
        return !due.isEmpty();
    }

    private static WorkDispatcher of(Ports ports, WorkflowEngine engine, Set<Kind> kinds) {
        EngineCircuitBreakers breakers = new EngineCircuitBreakers(ports.clock());
        Map<Kind, WorkHandler> handlers = new EnumMap<>(BackgroundWork.handlers(ports, engine, breakers));
        handlers.keySet().retainAll(kinds);
        return new WorkDispatcher(ports.queue(), breakers, handlers, new Random(1));
    }
}
