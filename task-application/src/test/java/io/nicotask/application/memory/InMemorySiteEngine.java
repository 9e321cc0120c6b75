package io.nicotask.application.memory;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine of one site; guarded by the lock of {@link InMemoryWorkflowEngine}. */
final class InMemorySiteEngine {

    final List<TaskId> started = new ArrayList<>();
    final List<TaskId> terminations = new ArrayList<>();
    final List<TaskId> tombstones = new ArrayList<>();
    boolean away;
    Duration actsFor = Duration.ZERO;
    int repliesToLose;

    @Nullable
    String refusal;

    private final String namespace;
    private final boolean engineForgets;
    private final Map<TaskId, Workflow> workflows = new HashMap<>();
    private int runs;

    InMemorySiteEngine(String namespace, boolean engineForgets) {
        this.namespace = namespace;
        this.engineForgets = engineForgets;
    }

    StartResult start(TaskId task) {
        if (refusal != null) {
            return new StartResult.Refused(refusal);
        }
        if (workflows.containsKey(task)) {
            return new StartResult.AlreadyStarted(namespace);
        }
        workflows.put(task, new Workflow(nextRun(), null));
        started.add(task);
        return new StartResult.Started(namespace);
    }

    void terminate(TaskId task) {
        terminations.add(task);
        close(task, CloseStatus.TERMINATED);
    }

    void close(TaskId task, CloseStatus how) {
        workflows.computeIfPresent(
                task, (id, workflow) -> workflow.how() == null ? new Workflow(workflow.run(), how) : workflow);
    }

    WorkflowRunId reset(TaskId task) {
        Workflow next = new Workflow(nextRun(), null);
        workflows.put(task, next);
        return next.run();
    }

    WorkflowDescription describe(TaskId task) {
        Workflow workflow = workflows.get(task);
        if (workflow == null) {
            return new WorkflowDescription.NotFound(namespace, engineForgets);
        }
        return workflow.how() == null
                ? new WorkflowDescription.Open(namespace, workflow.run())
                : new WorkflowDescription.Closed(namespace, workflow.how(), workflow.run(), actsFor);
    }

    void placeTombstone(TaskId task) {
        if (!workflows.containsKey(task)) {
            workflows.put(task, new Workflow(nextRun(), CloseStatus.TERMINATED));
            tombstones.add(task);
        }
    }

    void forget(TaskId task) {
        workflows.computeIfPresent(task, (id, workflow) -> workflow.how() == null ? workflow : null);
    }

    void loseMemory() {
        workflows.clear();
    }

    private WorkflowRunId nextRun() {
        runs++;
        return new WorkflowRunId(namespace + "-run-" + runs);
    }

    /**
     * A workflow that the engine remembers.
     *
     * @param run its run
     * @param how how it closed, or null while it is open
     */
    private record Workflow(WorkflowRunId run, @Nullable CloseStatus how) {}
}
