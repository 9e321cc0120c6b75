package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.faults.Fault.LATE_SECOND_START;

import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The engine of the site, and another one that is asked by mistake. What is told here is the truth, in any weather. */
final class SimulatedEngines {

    static final String NAMESPACE = "default";
    private static final String MISTAKEN = "mistaken";

    private final InMemoryWorkflowEngine right;
    private final InMemoryWorkflowEngine mistaken;
    private final FaultPlan faults;
    private final boolean forgets;
    private final Set<TaskId> refused = new HashSet<>();
    private final Map<TaskId, List<WorkflowDescription>> said = new HashMap<>();
    private boolean away;
    private boolean misdirected;
    private boolean everMisdirected;
    private int losses;

    SimulatedEngines(FaultPlan faults, boolean forgets) {
        this.faults = faults;
        this.forgets = forgets;
        this.right = new InMemoryWorkflowEngine().withSite(SITE, NAMESPACE, forgets);
        this.mistaken = new InMemoryWorkflowEngine().withSite(SITE, MISTAKEN, forgets);
    }

    /** The engine that the configuration names now. */
    WorkflowEngine port() {
        return PortInterceptor.onOneOf(WorkflowEngine.class, this::configured, call -> {
            if (away) {
                throw new WorkflowEngineUnavailable("The engine is away");
            }
            if (call.is("start") && faults.strikes(SimulatedFault.ENGINE_REFUSES_STARTS)) {
                refused.add(call.<Task>argument(0).id());
                return new WorkflowEngine.StartResult.Refused("no such workflow type");
            }
            Object answer = call.proceed();
            if (answer instanceof WorkflowEngine.StartResult.AlreadyStarted) {
                faults.met(LATE_SECOND_START);
            }
            if (answer instanceof WorkflowDescription sighting) {
                said.computeIfAbsent(call.argument(1), task -> new ArrayList<>())
                        .add(sighting);
            }
            return answer;
        });
    }

    /** What was said of the task's workflow, whoever was told, the latest last. */
    List<WorkflowDescription> saidOf(TaskId task) {
        return said.getOrDefault(task, List.of());
    }

    void bringForeignWorkflows() {
        right.useExternalWorkflows(SITE);
        mistaken.useExternalWorkflows(SITE);
    }

    void setAway(boolean now) {
        away = now;
    }

    boolean isAway() {
        return away;
    }

    void setMisdirected(boolean now) {
        misdirected = now;
        everMisdirected |= now;
    }

    void loseMemory() {
        losses++;
        right.loseMemory(SITE);
    }

    /** Forgets a closed workflow, after which its id can be used again. */
    void forget(TaskId task) {
        right.forget(SITE, task);
    }

    /** As {@link #forget}, because it was closed long ago. */
    void outliveRetention(TaskId task) {
        losses++;
        forget(task);
    }

    /** How often something was forgotten. */
    int losses() {
        return losses;
    }

    boolean forgets() {
        return forgets;
    }

    boolean hasRefused(TaskId task) {
        return refused.contains(task);
    }

    /** What is true of the task's workflow where it belongs. */
    WorkflowDescription truth(TaskId task) {
        return right.describe(SITE, task);
    }

    boolean isOpen(TaskId task) {
        return truth(task) instanceof WorkflowDescription.Open;
    }

    /** Whether the wrong engine was asked at all. */
    boolean wasEverMisdirected() {
        return everMisdirected;
    }

    /** Whether the task's workflow was started by mistake where nobody looks for it, be it alone or a second time. */
    boolean wasMistaken(TaskId task) {
        return mistaken.started(SITE).contains(task);
    }

    /** The workflow that has just been started. */
    Execution started(TaskId task) {
        InMemoryWorkflowEngine engine = configured();
        if (engine.describe(SITE, task) instanceof WorkflowDescription.Open open) {
            return new Execution(engine, task, open.run());
        }
        throw new IllegalStateException("Not started: " + task);
    }

    void close(TaskId task, CloseStatus how) {
        right.close(SITE, task, how);
    }

    private InMemoryWorkflowEngine configured() {
        return misdirected ? mistaken : right;
    }

    /**
     * A run of a task's workflow.
     *
     * @param engine where
     * @param task the task
     * @param run the run
     */
    record Execution(InMemoryWorkflowEngine engine, TaskId task, WorkflowRunId run) {

        boolean isOpen() {
            return run.equals(openRun());
        }

        void close(CloseStatus how) {
            if (isOpen()) {
                engine.close(SITE, task, how);
            }
        }

        private @Nullable WorkflowRunId openRun() {
            return engine.describe(SITE, task) instanceof WorkflowDescription.Open open ? open.run() : null;
        }
    }
}
