package io.nicotask.application.memory;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Engines in memory, one per site, that fail in the ways real ones do when they are told to. */
public final class InMemoryWorkflowEngine implements WorkflowEngine {

    private final Map<SiteId, InMemorySiteEngine> engines = new HashMap<>();

    /** Gives a site its engine. */
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

    /** From now on nothing reaches the site's engine. */
    public synchronized void goAway(SiteId site) {
        engine(site).away = true;
    }

    /** The site's engine can be reached again, with what it knew. */
    public synchronized void comeBack(SiteId site) {
        engine(site).away = false;
    }

    /** The site's engine forgets every workflow, as one in memory does at a restart. */
    public synchronized void loseMemory(SiteId site) {
        engine(site).loseMemory();
    }

    /** The site's engine forgets the task's workflow if it is closed, as it does after its time of retention. */
    public synchronized void forget(SiteId site, TaskId task) {
        engine(site).forget(task);
    }

    /** The next calls to the site's engine have their effect, but their callers never learn of it. */
    public synchronized void loseReplies(SiteId site, int calls) {
        engine(site).repliesToLose = calls;
    }

    /** From now on the site's engine refuses every start for good. */
    public synchronized void refuseStarts(SiteId site, String cause) {
        engine(site).refusal = cause;
    }

    /** From now on the site's workflows are of a type that others have brought. */
    public synchronized void useExternalWorkflows(SiteId site) {
        engine(site).foreign = true;
    }

    /** The task's open workflow ends by itself. */
    public synchronized void close(SiteId site, TaskId task, CloseStatus how) {
        engine(site).close(task, how);
    }

    /** The tasks whose workflows were started, in order. */
    public synchronized List<TaskId> started(SiteId site) {
        return List.copyOf(engine(site).started);
    }

    /** The tasks that termination was asked for, in order, whatever came of it. */
    public synchronized List<TaskId> terminations(SiteId site) {
        return List.copyOf(engine(site).terminations);
    }

    /** The tasks whose workflow ids were burnt, in order. */
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
        InMemorySiteEngine engine = engine(site);
        if (engine.away) {
            throw new WorkflowEngineUnavailable("The engine of site " + site + " is away");
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
