package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowModule.Settings;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** The engines of all sites. Sites with the same target share a connection. */
final class TemporalWorkflowEngine implements WorkflowEngine, AutoCloseable {

    private final Map<String, TemporalConnection> connections = new HashMap<>();
    private final Map<SiteId, TemporalSiteEngine> engines = new HashMap<>();

    /**
     * Opens no connection yet.
     *
     * @param requestIds supplies unused request ids
     * @param limit the longest that a call of the port may take
     */
    TemporalWorkflowEngine(Settings settings, Supplier<UUID> requestIds, Duration limit) {
        settings.endpoints().forEach((site, endpoint) -> {
            TemporalConnection connection = connections.computeIfAbsent(endpoint.target(), TemporalConnection::new);
            TemporalRequests requests = new TemporalRequests(endpoint, settings.externalWorkflows(), requestIds);
            engines.put(site, new TemporalSiteEngine(endpoint, connection, requests, limit));
        });
    }

    @Override
    public StartResult start(Task task) {
        return at(task.spec().site()).start(task);
    }

    @Override
    public void terminate(SiteId site, TaskId task, String reason) {
        at(site).terminate(task, reason);
    }

    @Override
    public WorkflowDescription describe(SiteId site, TaskId task) {
        return at(site).describe(task);
    }

    @Override
    public void placeTombstone(SiteId site, TaskId task) {
        at(site).placeTombstone(task);
    }

    @Override
    public void close() {
        connections.values().forEach(TemporalConnection::close);
    }

    private TemporalSiteEngine at(SiteId site) {
        TemporalSiteEngine engine = engines.get(site);
        if (engine == null) {
            throw new WorkflowEngineUnavailable("Site " + site + " has no workflow engine");
        }
        return engine;
    }
}
