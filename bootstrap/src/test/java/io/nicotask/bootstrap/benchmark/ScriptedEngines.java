package io.nicotask.bootstrap.benchmark;

import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Engines in memory whose health can be changed site by site, and which count the calls of each site. */
final class ScriptedEngines {

    static final String NAMESPACE = "default";

    private static final long SLOW_MILLIS = 900;

    /** The limit of a call in production. */
    private static final long LIMIT_MILLIS = 1_000;

    private static final WorkflowDescription UNKNOWN = new WorkflowDescription.NotFound("another", false);

    private final InMemoryWorkflowEngine engines = new InMemoryWorkflowEngine();
    private final Map<SiteId, EngineHealth> health = new ConcurrentHashMap<>();
    private final Map<SiteId, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<TaskId, Long> terminated = new ConcurrentHashMap<>();

    ScriptedEngines(List<SiteId> sites) {
        for (SiteId site : sites) {
            engines.withSite(site, NAMESPACE, false);
            calls.put(site, new LongAdder());
            setHealth(site, EngineHealth.HEALTHY);
        }
    }

    WorkflowEngine port() {
        return (WorkflowEngine) Proxy.newProxyInstance(
                WorkflowEngine.class.getClassLoader(),
                new Class<?>[] {WorkflowEngine.class},
                (proxy, method, arguments) -> call(method, arguments));
    }

    void setHealth(SiteId site, EngineHealth to) {
        health.put(site, to);
    }

    EngineHealth health(SiteId site) {
        return health.getOrDefault(site, EngineHealth.GONE);
    }

    List<SiteId> healthySites() {
        return health.keySet().stream()
                .filter(site -> health(site) == EngineHealth.HEALTHY)
                .toList();
    }

    /** Starts the workflow of a task that was loaded. */
    void start(SiteId site, TaskId task) {
        var unused =
                engines.start(Task.submitted(task, RunningServer.request(site, Operation.BRING_UP), Instant.EPOCH));
    }

    /** Closes the open workflow of a task. */
    void close(SiteId site, TaskId task) {
        engines.close(site, task, CloseStatus.TERMINATED);
    }

    /** Returns the number of calls of all sites with the same health. */
    Map<EngineHealth, Long> calls() {
        return calls.entrySet().stream()
                .collect(Collectors.groupingBy(
                        site -> health(site.getKey()),
                        TreeMap::new,
                        Collectors.summingLong(site -> site.getValue().sum())));
    }

    /** Returns when the workflow was first terminated, as a {@link System#nanoTime()}; empty if it was not. */
    OptionalLong terminatedAt(TaskId task) {
        Long at = terminated.get(task);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        SiteId site = arguments[0] instanceof Task task ? task.spec().site() : (SiteId) arguments[0];
        calls.get(site).increment();
        return switch (health(site)) {
            case HEALTHY -> reply(method, arguments);
            case SLOW -> {
                Thread.sleep(SLOW_MILLIS);
                yield reply(method, arguments);
            }
            case SILENT -> {
                Thread.sleep(LIMIT_MILLIS);
                throw new WorkflowEngineUnavailable("No reply from site " + site);
            }
            case GONE -> throw new WorkflowEngineUnavailable("Site " + site + " refuses connections");
            case WRONG_NAMESPACE -> method.getReturnType() == WorkflowDescription.class ? UNKNOWN : null;
        };
    }

    private Object reply(Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("terminate")) {
            terminated.putIfAbsent((TaskId) arguments[1], System.nanoTime());
        }
        try {
            return method.invoke(engines, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
