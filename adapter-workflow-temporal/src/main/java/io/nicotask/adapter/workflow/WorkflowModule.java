package io.nicotask.adapter.workflow;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.report.BeginTask;
import io.nicotask.application.report.FinishTask;
import io.nicotask.application.report.PerformStage;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Temporal, as the engine that tasks are told to and as the worker that runs them. Neither needs it to be up. */
public final class WorkflowModule implements AutoCloseable {

    /** How long one call of the engine may take. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(1);

    private final Settings settings;
    private final SiteEngines engines;
    private final List<SiteWorker> workers = new ArrayList<>();

    /**
     * Connects to nothing yet.
     *
     * @param requestIds ids that no request has had, such as random ones; Temporal tells repetitions by them
     */
    public WorkflowModule(Settings settings, Supplier<UUID> requestIds) {
        this.settings = settings;
        this.engines = new SiteEngines(settings.endpoints(), requestIds, CALL_LIMIT);
    }

    /** The engines of all sites. Safe for many threads. */
    public WorkflowEngine engine() {
        return engines;
    }

    /** The id of the task's workflow, as Temporal's own tools show it. */
    public static String workflowId(TaskId task) {
        return Protocol.workflowId(task);
    }

    /** Whether the site's Temporal answers within a second and knows the site's namespace. */
    public boolean isReachable(SiteId site) {
        return engines.isReachable(site);
    }

    /**
     * Begins to run the workflows of the sites, in the background, as soon as their Temporal can be reached. Sites that
     * share a task queue share a worker.
     *
     * @throws IllegalArgumentException when one of the sites has no endpoint
     */
    public synchronized void startWorkers(Collection<SiteId> sites, Work work) {
        Set<Endpoint> endpoints = new HashSet<>();
        for (SiteId site : sites) {
            Endpoint endpoint = settings.endpoints().get(site);
            if (endpoint == null) {
                throw new IllegalArgumentException("Site " + site + " has no workflow engine");
            }
            endpoints.add(endpoint);
        }
        for (Endpoint endpoint : endpoints) {
            SiteWorker worker = new SiteWorker(endpoint, work);
            workers.add(worker);
            worker.start();
        }
    }

    /** Stops the workers, whose running steps go to the next worker, and disconnects; returns within five seconds. */
    @Override
    public synchronized void close() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            workers.forEach(worker -> closers.execute(worker::close));
        }
        workers.clear();
        engines.close();
    }

    /**
     * The engine of each site.
     *
     * @param endpoints where the engine of a site is; a site that is not named has none
     */
    public record Settings(Map<SiteId, Endpoint> endpoints) {

        public Settings {
            endpoints = Map.copyOf(endpoints);
        }
    }

    /**
     * Where the engine of a site is.
     *
     * @param target the server's gRPC address, {@code host:port}
     * @param namespace the namespace of the workflows
     * @param taskQueue the queue that the workers poll
     * @param engineForgets whether the server loses its memory at a restart, as the embedded one does
     */
    public record Endpoint(String target, String namespace, String taskQueue, boolean engineForgets) {

        public Endpoint {
            required(target, "target");
            required(namespace, "namespace");
            required(taskQueue, "task queue");
        }

        private static void required(String value, String name) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("The " + name + " of a workflow engine must not be blank");
            }
        }
    }

    /**
     * The use cases that a workflow consists of.
     *
     * @param begin the gate
     * @param perform the work of a stage
     * @param finish the end
     */
    public record Work(BeginTask begin, PerformStage perform, FinishTask finish) {}
}
