package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.WorkflowModule.Settings;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** The engines of all sites. Sites at one target share a connection. */
final class SiteEngines implements WorkflowEngine, AutoCloseable {

    private final Map<String, Connection> connections = new HashMap<>();
    private final Map<SiteId, SiteEngine> engines = new HashMap<>();

    /**
     * Connects to nothing yet.
     *
     * @param requestIds ids that no request has had
     * @param limit how long each call of the port may take
     */
    SiteEngines(Settings settings, Supplier<UUID> requestIds, Duration limit) {
        settings.endpoints().forEach((site, endpoint) -> {
            Connection connection = connections.computeIfAbsent(endpoint.target(), Connection::new);
            Requests requests = new Requests(endpoint, settings.foreign(), requestIds);
            engines.put(site, new SiteEngine(endpoint, connection, requests, limit));
        });
    }

    @Override
    public StartAnswer start(Task task) {
        return at(task.request().site()).start(task);
    }

    @Override
    public void terminate(SiteId site, TaskId task, String reason) {
        at(site).terminate(task, reason);
    }

    @Override
    public Sighting describe(SiteId site, TaskId task) {
        return at(site).describe(task);
    }

    @Override
    public void burn(SiteId site, TaskId task) {
        at(site).burn(task);
    }

    boolean isReachable(SiteId site) {
        SiteEngine engine = engines.get(site);
        return engine != null && engine.isReachable();
    }

    @Override
    public void close() {
        connections.values().forEach(Connection::close);
    }

    private SiteEngine at(SiteId site) {
        SiteEngine engine = engines.get(site);
        if (engine == null) {
            throw new WorkflowEngineUnavailable("Site " + site + " has no workflow engine");
        }
        return engine;
    }
}
