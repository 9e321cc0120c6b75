package io.nicotask.application.internal.work;

import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Dispatchers of a process for some kinds of work, so that a test decides which kind is carried out. */
public final class Dispatchers {

    private Dispatchers() {}

    /** Starts and stops workflows. */
    public static WorkDispatcher relay(Ports ports, WorkflowEngine engine) {
        return of(ports, engine, Set.of(Kind.START_WORKFLOW, Kind.STOP_WORKFLOW));
    }

    /** Checks workflows. */
    public static WorkDispatcher reconciler(Ports ports, WorkflowEngine engine) {
        return of(ports, engine, Set.of(Kind.CHECK_WORKFLOW));
    }

    /** Reschedules racks, raises alerts, and checks processes. */
    public static WorkDispatcher upkeep(Ports ports, WorkflowEngine engine) {
        return of(ports, engine, Set.of(Kind.SCHEDULE_RACK, Kind.ALERT_STOP, Kind.CHECK_PROCESS));
    }

    /**
     * Starts and then stops the workflow of a task: first what this process has claimed when it was decided, then what is
     * due.
     *
     * @param task the task as it is now
     */
    public static void deliver(WorkDispatcher relay, Task task) {
        if (task.status() != TaskStatus.WAITING) {
            Task submitted =
                    Task.submitted(task.id(), task.spec(), task.revision().created());
            relay.start(new TaskView(submitted, null));
            runClaimed(relay);
        }
        if (task.status().isTerminal()) {
            relay.stop(new TaskView(task, StopStatus.REQUESTED));
        }
        runDue(relay);
    }

    /** Carries out what the process has claimed. */
    public static void runClaimed(WorkDispatcher dispatcher) {
        while (run(dispatcher.takeClaimed())) {
            // what was carried out may be followed by a confirmation
        }
    }

    /** Carries out everything that is due. */
    public static void runDue(WorkDispatcher dispatcher) {
        while (runOnce(dispatcher)) {
            // what was carried out may have made more work due
        }
    }

    private static boolean runOnce(WorkDispatcher dispatcher) {
        boolean hasRun = run(dispatcher.claimDue(100));
        return run(dispatcher.takeClaimed()) || hasRun;
    }

    private static boolean run(List<Runnable> items) {
        items.forEach(Runnable::run);
        return !items.isEmpty();
    }

    private static WorkDispatcher of(Ports ports, WorkflowEngine engine, Set<Kind> kinds) {
        EngineCircuitBreakers breakers = new EngineCircuitBreakers(ports.clock());
        Map<Kind, WorkHandler> handlers = new EnumMap<>(BackgroundWork.handlers(ports, engine, breakers));
        handlers.keySet().retainAll(kinds);
        return new WorkDispatcher(ports.queue(), breakers, handlers, ports.clock(), new Random(1));
    }
}
