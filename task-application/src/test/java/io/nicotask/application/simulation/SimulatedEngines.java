package io.nicotask.application.simulation;

import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.faults.Fault.LATE_SECOND_START;

import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The site's engine, and another one that a wrong configuration names. The queries here are never disturbed. */
final class SimulatedEngines {

    /** How long activities of external workflows may act after the close. */
    private static final Duration ACTS_FOR = Duration.ofSeconds(3);

    static final String NAMESPACE = "default";
    private static final String WRONG = "wrong";

    private final InMemoryWorkflowEngine right;
    private final InMemoryWorkflowEngine wrong;
    private final FaultPlan faults;
    private final boolean forgets;
    private final Set<TaskId> refused = new HashSet<>();
    private final Set<TaskId> reset = new HashSet<>();
    private final Map<TaskId, List<WorkflowDescription>> answered = new HashMap<>();

    /** How often the engine had forgotten workflows when it last described the task's as closed. */
    private final Map<TaskId, Integer> closed = new HashMap<>();

    private boolean away;
    private boolean misdirected;
    private boolean everMisdirected;
    private int losses;

    SimulatedEngines(FaultPlan faults, boolean forgets) {
        this.faults = faults;
        this.forgets = forgets;
        this.right = new InMemoryWorkflowEngine().withSite(SITE, NAMESPACE, forgets);
        this.wrong = new InMemoryWorkflowEngine().withSite(SITE, WRONG, forgets);
    }

    /** The engine that the configuration names now. */
    WorkflowEngine port() {
        return PortInterceptor.onOneOf(WorkflowEngine.class, this::configured, call -> {
            if (away) {
                throw new WorkflowEngineUnavailable("The engine is unavailable");
            }
            if (call.is("start") && faults.injects(SimulatedFault.ENGINE_REFUSES_STARTS)) {
                refused.add(call.<Task>argument(0).id());
                return new WorkflowEngine.StartResult.Refused("no such workflow type");
            }
            Object answer = call.proceed();
            if (answer instanceof WorkflowEngine.StartResult.AlreadyStarted) {
                faults.countMatrixFault(LATE_SECOND_START);
            }
            if (answer instanceof WorkflowDescription description) {
                answered.computeIfAbsent(call.argument(1), task -> new ArrayList<>())
                        .add(description);
                if (description instanceof WorkflowDescription.Closed) {
                    closed.put(call.argument(1), losses);
                }
            }
            return answer;
        });
    }

    /** All descriptions of the task's workflow that the engine answered, the latest last. */
    List<WorkflowDescription> descriptionsOf(TaskId task) {
        return answered.getOrDefault(task, List.of());
    }

    void useExternalWorkflows() {
        right.useExternalWorkflows(SITE, ACTS_FOR);
        wrong.useExternalWorkflows(SITE, ACTS_FOR);
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

    /** Forgets a closed workflow, so that its id can be used again. */
    void forget(TaskId task) {
        right.forget(SITE, task);
    }

    /** As {@link #forget}, because the retention period has passed. */
    void forgetAfterRetention(TaskId task) {
        losses++;
        forget(task);
    }

    /** How often the engine forgot workflows. */
    int losses() {
        return losses;
    }

    /** Whether the engine forgot workflows after it last described the task's as closed. */
    boolean hasForgottenSinceClosed(TaskId task) {
        return closed.getOrDefault(task, losses) < losses;
    }

    boolean forgets() {
        return forgets;
    }

    boolean hasRefused(TaskId task) {
        return refused.contains(task);
    }

    /** The true state of the task's workflow at the site's own engine. */
    WorkflowDescription truth(TaskId task) {
        return right.describe(SITE, task);
    }

    boolean isOpen(TaskId task) {
        return truth(task) instanceof WorkflowDescription.Open;
    }

    /** Whether the wrong engine was ever configured. */
    boolean wasEverMisdirected() {
        return everMisdirected;
    }

    /** Whether the task's workflow was started at the wrong engine, be it only there or a second time. */
    boolean wasStartedInWrongNamespace(TaskId task) {
        return wrong.started(SITE).contains(task);
    }

    /** The workflow that was just started. */
    Execution justStarted(TaskId task) {
        InMemoryWorkflowEngine engine = configured();
        if (engine.describe(SITE, task) instanceof WorkflowDescription.Open open) {
            return new Execution(engine, task, open.run());
        }
        throw new IllegalStateException("Not started: " + task);
    }

    void close(TaskId task, CloseStatus how) {
        right.close(SITE, task, how);
    }

    /** Replaces the open run of the task's workflow by a new one, which begins from the start. */
    Execution reset(TaskId task) {
        reset.add(task);
        return new Execution(right, task, right.reset(SITE, task));
    }

    boolean wasReset(TaskId task) {
        return reset.contains(task);
    }

    private InMemoryWorkflowEngine configured() {
        return misdirected ? wrong : right;
    }

    /**
     * A run of a task's workflow.
     *
     * @param engine the engine that runs it
     * @param task its task
     * @param run its run id
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
