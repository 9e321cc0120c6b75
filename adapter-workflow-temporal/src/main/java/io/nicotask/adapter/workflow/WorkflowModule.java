package io.nicotask.adapter.workflow;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.worker.BeginExternalTask;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.temporal.common.interceptors.WorkerInterceptor;
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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Temporal, as the engine that tasks are told to and as the worker that runs them. Neither needs it to be up. */
public final class WorkflowModule implements AutoCloseable {

    /** How long one call of the engine may take. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(1);

    private final Settings settings;
    private final TemporalWorkflowEngine engines;
    private final List<TaskQueueWorker> workers = new ArrayList<>();

    /**
     * Connects to nothing yet.
     *
     * @param requestIds ids that no request has had, such as random ones; Temporal tells repetitions by them
     */
    public WorkflowModule(Settings settings, Supplier<UUID> requestIds) {
        this.settings = settings;
        this.engines = new TemporalWorkflowEngine(settings, requestIds, CALL_LIMIT);
    }

    /** The engines of all sites. Safe for many threads. */
    public WorkflowEngine engine() {
        return engines;
    }

    /** The id of the task's workflow, as Temporal's own tools show it. */
    public static String workflowId(TaskId task) {
        return WorkflowProtocol.workflowId(task);
    }

    /**
     * For the workers of others that run in Java: register it on their {@code WorkerFactory}, and each workflow that was
     * started for a task passes the gate before its first line and tells how it has ended, without knowing of it. All
     * other workflows are left alone. Safe to replay; it keeps nothing between two workflows.
     */
    public static WorkerInterceptor interceptor() {
        return new StartGateInterceptor();
    }

    /** Whether the site's Temporal answers within a second and knows the site's namespace. */
    public boolean isReachable(SiteId site) {
        return engines.isReachable(site);
    }

    /**
     * Begins to run our own workflows of the sites, in the background, as soon as their Temporal can be reached. Sites that
     * share a task queue share a worker.
     *
     * @throws IllegalArgumentException when one of the sites has no endpoint
     */
    public void startWorkers(Collection<SiteId> sites, RackOperationUseCases useCases) {
        start(sites, endpoint -> TaskQueueWorker.forRackOperations(endpoint, useCases));
    }

    /**
     * Begins to take the word of the workflows that others have brought to the sites, in the background, as soon as their
     * Temporal can be reached: on a queue of its own beside each site's task queue, whose workflows are left alone. This
     * needs no hardware. Sites that share a task queue share this one.
     *
     * @throws IllegalArgumentException when one of the sites has no endpoint
     */
    public void startStatusReportWorkers(Collection<SiteId> sites, ExternalWorkflowUseCases useCases) {
        start(sites, endpoint -> TaskQueueWorker.forStatusReports(endpoint, useCases));
    }

    private synchronized void start(Collection<SiteId> sites, Function<Endpoint, TaskQueueWorker> kind) {
        Set<Endpoint> endpoints = new HashSet<>();
        for (SiteId site : sites) {
            Endpoint endpoint = settings.endpoints().get(site);
            if (endpoint == null) {
                throw new IllegalArgumentException("Site " + site + " has no workflow engine");
            }
            endpoints.add(endpoint);
        }
        for (Endpoint endpoint : endpoints) {
            TaskQueueWorker worker = kind.apply(endpoint);
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
     * The engine of each site, and what others do there.
     *
     * @param endpoints where the engine of a site is; a site that is not named has none
     * @param externalWorkflows the workflows that others have brought, by the operation that they carry out, at all sites
     */
    public record Settings(Map<SiteId, Endpoint> endpoints, Map<Operation, ExternalWorkflow> externalWorkflows) {

        public Settings {
            endpoints = Map.copyOf(endpoints);
            externalWorkflows = Map.copyOf(externalWorkflows);
            Set<String> ours = queuesOf(endpoints.values());
            for (ExternalWorkflow external : externalWorkflows.values()) {
                if (ours.contains(external.taskQueue())) {
                    throw new IllegalArgumentException("The workflow " + external.workflowType()
                            + " is on the task queue " + external.taskQueue() + ", whose worker does not know it");
                }
            }
        }

        private static Set<String> queuesOf(Collection<Endpoint> endpoints) {
            return endpoints.stream()
                    .flatMap(at -> Stream.of(at.taskQueue(), WorkflowProtocol.statusReportQueue(at.taskQueue())))
                    .collect(Collectors.toSet());
        }

        /** Settings by which every operation is carried out here. */
        public Settings(Map<SiteId, Endpoint> endpoints) {
            this(endpoints, Map.of());
        }
    }

    /**
     * A workflow that others have brought. It is started under the task's id; its input is a JSON object that says what
     * to do ({@code docs/temporal.md} names the fields).
     *
     * @param workflowType the name of its type
     * @param taskQueue the queue that its workers poll, in the namespace of the task's site
     */
    public record ExternalWorkflow(String workflowType, String taskQueue) {

        public ExternalWorkflow {
            required(workflowType, "workflow type");
            required(taskQueue, "task queue");
            if (!WorkflowProtocol.isExternal(workflowType)) {
                throw new IllegalArgumentException("The workflow type " + workflowType + " is taken");
            }
        }
    }

    /**
     * Where the engine of a site is.
     *
     * @param target the server's gRPC address, {@code host:port}
     * @param namespace the namespace of the workflows
     * @param taskQueue the queue of our own workflows; that of the milestones has its name followed by {@code -milestones}
     * @param engineIsVolatile whether the server loses its memory at a restart, as the embedded one does
     */
    public record Endpoint(String target, String namespace, String taskQueue, boolean engineIsVolatile) {

        public Endpoint {
            required(target, "target");
            required(namespace, "namespace");
            required(taskQueue, "task queue");
        }
    }

    /**
     * The use cases that our own workflow consists of.
     *
     * @param begin the gate
     * @param execute the work of a stage
     * @param finish the end
     */
    public record RackOperationUseCases(BeginTask begin, ExecuteStage execute, FinishTask finish) {}

    /**
     * The use cases that a workflow tells of which others have brought.
     *
     * @param begin the gate
     * @param finish the end
     */
    public record ExternalWorkflowUseCases(BeginExternalTask begin, FinishTask finish) {}

    private static void required(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("The " + name + " must not be blank");
        }
    }
}
