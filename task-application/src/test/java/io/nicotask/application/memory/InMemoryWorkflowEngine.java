package io.nicotask.application.memory;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Engines in memory, one per site, which can be made to fail as real ones do. Safe for many threads. */
public final class InMemoryWorkflowEngine implements WorkflowEngine {

    private final Map<SiteId, InMemorySiteEngine> engines = new HashMap<>();

    /** Gives the site an engine. */
    @CanIgnoreReturnValue
    public synchronized InMemoryWorkflowEngine withSite(SiteId site, String namespace, boolean engineForgets) {
        engines.put(site, new InMemorySiteEngine(namespace, engineForgets));
        return this;
    }

    @Override
    public synchronized StartResult start(Task task) {
        return answer(task.spec().site(), engine -> engine.start(task.id()));
    }

    @Override
    public synchronized void terminate(SiteId site, TaskId task, String reason) {
        apply(site, engine -> engine.terminate(task));
    }

    @Override
    public synchronized WorkflowDescription describe(SiteId site, TaskId task) {
        return answer(site, engine -> engine.describe(task));
    }

    @Override
    public synchronized void placeTombstone(SiteId site, TaskId task) {
        apply(site, engine -> engine.placeTombstone(task));
    }

    /** Makes the site's engine unreachable. */
    public synchronized void goAway(SiteId site) {
        engine(site).away = true;
    }

    /** Makes the site's engine reachable again; it keeps its workflows. */
    public synchronized void comeBack(SiteId site) {
        engine(site).away = false;
    }

    /** Makes the site's engine forget every workflow, as an in-memory engine does at a restart. */
    public synchronized void loseMemory(SiteId site) {
        engine(site).loseMemory();
    }

    /** Makes the site's engine forget the task's workflow if it is closed, as after its retention period. */
    public synchronized void forget(SiteId site, TaskId task) {
        engine(site).forget(task);
    }

    /** Loses the replies to the next calls to the site's engine; the calls take effect. */
    public synchronized void loseReplies(SiteId site, int calls) {
        engine(site).repliesToLose = calls;
    }

    /** Makes the site's engine refuse every start for good. */
    public synchronized void refuseStarts(SiteId site, String cause) {
        engine(site).refusal = cause;
    }

    /** Makes the site's workflows external ones, whose activities may act for that time after they have closed. */
    public synchronized void useExternalWorkflows(SiteId site, Duration actsFor) {
        engine(site).actsFor = actsFor;
    }

    /** Closes the task's open workflow. */
    public synchronized void close(SiteId site, TaskId task, CloseStatus how) {
        engine(site).close(task, how);
    }

    /** Resets the task's open workflow: its run ends, and a new one begins from the start. */
    public synchronized WorkflowRunId reset(SiteId site, TaskId task) {
        return engine(site).reset(task);
    }

    /** The tasks whose workflows were started, in order. */
    public synchronized List<TaskId> started(SiteId site) {
        return List.copyOf(engine(site).started);
    }

    /** The tasks for whose workflows a terminate was requested, in order, with or without effect. */
    public synchronized List<TaskId> terminations(SiteId site) {
        return List.copyOf(engine(site).terminations);
    }

    /** The tasks that got a tombstone, in order. */
    public synchronized List<TaskId> tombstones(SiteId site) {
        return List.copyOf(engine(site).tombstones);
    }

    private void apply(SiteId site, Consumer<InMemorySiteEngine> effect) {
        answer(site, engine -> {
            effect.accept(engine);
            return engine;
        });
    }

    @CanIgnoreReturnValue
    private <T> T answer(SiteId site, Function<InMemorySiteEngine, T> call) {
        WatchedStorage.refuseRemoteCall();
        InMemorySiteEngine engine = engine(site);
        if (engine.away) {
            throw new WorkflowEngineUnavailable("The engine of site " + site + " is unavailable");
        }
        T answer = call.apply(engine);
        if (engine.repliesToLose > 0) {
            engine.repliesToLose--;
            throw new WorkflowEngineUnavailable("The reply from the engine of site " + site + " was lost");
        }
        return answer;
    }

    private InMemorySiteEngine engine(SiteId site) {
        InMemorySiteEngine engine = engines.get(site);
        if (engine == null) {
            throw new WorkflowEngineUnavailable("Site " + site + " has no workflow engine");
        }
        return engine;
    }
}
