package io.nicotask.application.memory;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.application.port.WorkflowEngine.StartAnswer;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine of one site; guarded by the lock of {@link InMemoryWorkflowEngine}. */
final class SiteEngine {

    final List<TaskId> started = new ArrayList<>();
    final List<TaskId> terminations = new ArrayList<>();
    final List<TaskId> burnt = new ArrayList<>();
    boolean away;
    boolean foreign;
    int repliesToLose;

    @Nullable
    String refusal;

    private final String namespace;
    private final boolean engineForgets;
    private final Map<TaskId, Workflow> workflows = new HashMap<>();
    private int runs;

    SiteEngine(String namespace, boolean engineForgets) {
        this.namespace = namespace;
        this.engineForgets = engineForgets;
    }

    StartAnswer start(TaskId task) {
        if (refusal != null) {
            return new StartAnswer.Refused(refusal);
        }
        if (workflows.containsKey(task)) {
            return new StartAnswer.AlreadyStarted(namespace);
        }
        workflows.put(task, new Workflow(nextRun(), null));
        started.add(task);
        return new StartAnswer.Started(namespace);
    }

    void terminate(TaskId task) {
        terminations.add(task);
        close(task, CloseStatus.TERMINATED);
    }

    void close(TaskId task, CloseStatus how) {
        workflows.computeIfPresent(
                task, (id, workflow) -> workflow.how() == null ? new Workflow(workflow.run(), how) : workflow);
    }

    Sighting describe(TaskId task) {
        Workflow workflow = workflows.get(task);
        if (workflow == null) {
            return new Sighting.Missing(namespace, engineForgets);
        }
        return workflow.how() == null
                ? new Sighting.Open(namespace, workflow.run(), foreign)
                : new Sighting.Closed(namespace, workflow.how(), workflow.run());
    }

    void burn(TaskId task) {
        if (!workflows.containsKey(task)) {
            workflows.put(task, new Workflow(nextRun(), CloseStatus.TERMINATED));
            burnt.add(task);
        }
    }

    void forget(TaskId task) {
        workflows.computeIfPresent(task, (id, workflow) -> workflow.how() == null ? workflow : null);
    }

    void loseMemory() {
        workflows.clear();
    }

    private RunId nextRun() {
        runs++;
        return new RunId(namespace + "-run-" + runs);
    }

    /**
     * A workflow that the engine remembers.
     *
     * @param run its run
     * @param how how it ended, or null while it is open
     */
    private record Workflow(RunId run, @Nullable CloseStatus how) {}
}
