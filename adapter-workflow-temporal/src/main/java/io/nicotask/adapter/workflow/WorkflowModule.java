package io.nicotask.adapter.workflow;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.worker.BeginExternalTask;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.ObserveSteps;
import io.nicotask.application.worker.RenewLease;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Temporal adapter: a client that starts and stops workflows, and workers that run them. Both work without Temporal
 * being up when they are created. Safe for many threads.
 */
public final class WorkflowModule implements AutoCloseable {

    /** The number of stages that a worker executes at once unless it is set. */
    public static final int DEFAULT_MAX_STAGES = 200;

    /** The longest that a call of the engine may take. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(1);

    private final Settings settings;
    private final TemporalWorkflowEngine engines;
    private final List<TaskQueueWorker> workers = new ArrayList<>();
    private final Map<String, ObserveSteps.Loop> loops = new TreeMap<>();

    /**
     * Opens no connection yet.
     *
     * @param requestIds supplies unused ids, such as random ones, by which Temporal recognizes repeated requests
     */
    public WorkflowModule(Settings settings, Supplier<UUID> requestIds) {
        this.settings = settings;
        this.engines = new TemporalWorkflowEngine(settings, requestIds, CALL_LIMIT);
    }

    /** Returns the engine that serves all sites. Safe for many threads. */
    public WorkflowEngine engine() {
        return engines;
    }

    /** Returns the id of the task's workflow, as Temporal's tools show it. */
    public static String workflowId(TaskId task) {
        return WorkflowProtocol.workflowId(task);
    }

    /**
     * Returns an interceptor for Java workers of external workflows; register it on their {@code WorkerFactory}. Each
     * workflow that was started for a task then passes the start gate before its code runs and reports its end
     * afterwards, without a change to its code. Other workflows are not affected. Safe to replay; stateless.
     */
    public static WorkerInterceptor interceptor() {
        return new StartGateInterceptor();
    }

    /**
     * Returns for each loop of this module, by its name, how often it has looked for work: one whose number does not
     * change within seconds hangs.
     */
    public synchronized Map<String, Long> turns() {
        Map<String, Long> turns = new TreeMap<>();
        loops.forEach((name, loop) -> turns.put(name, loop.turns()));
        return turns;
    }

    /** Starts workers that execute {@link #DEFAULT_MAX_STAGES} stages at once each. */
    public void startWorkers(Collection<SiteId> sites, RackOperationUseCases useCases) {
        startWorkers(sites, useCases, DEFAULT_MAX_STAGES);
    }

    /**
     * Starts workers for the built-in workflow of the sites, in the background, as soon as their Temporal is reachable.
     * Sites that share a task queue share a worker. Also renews the lease of the stages, and observes the unfinished
     * steps of ended tasks at the hardware of the sites, which needs no Temporal.
     *
     * @param maxStages the number of stages that one worker executes at once, on a thread each; a further stage waits
     *     until one has ended or another worker polls the task queue
     * @throws IllegalArgumentException when one of the sites has no endpoint, or {@code maxStages} is less than one
     */
    public synchronized void startWorkers(Collection<SiteId> sites, RackOperationUseCases useCases, int maxStages) {
        if (maxStages < 1) {
            throw new IllegalArgumentException("A worker must execute at least one stage at once, not " + maxStages);
        }
        int number = loops.size() / 2 + 1;
        loops.put("process-lease-" + number, RenewLease.start(useCases.renewLease()));
        start(sites, endpoint -> TaskQueueWorker.forRackOperations(endpoint, useCases, maxStages));
        loops.put("step-observer-" + number, ObserveSteps.start(useCases.observe(), Set.copyOf(sites)));
    }

    /**
     * Starts workers for the reports of external workflows at the sites, in the background, as soon as their Temporal
     * is reachable. They poll a separate queue beside each site's task queue, run no workflows, and need no hardware.
     * Sites that share a task queue share a worker.
     *
     * @throws IllegalArgumentException when one of the sites has no endpoint
     */
    public void startStatusReportWorkers(Collection<SiteId> sites, ExternalWorkflowUseCases useCases) {
        start(sites, endpoint -> TaskQueueWorker.forStatusReports(endpoint, useCases));
    }

    private synchronized void start(Collection<SiteId> sites, Function<Endpoint, TaskQueueWorker> newWorker) {
        Set<Endpoint> endpoints = new HashSet<>();
        for (SiteId site : sites) {
            Endpoint endpoint = settings.endpoints().get(site);
            if (endpoint == null) {
                throw new IllegalArgumentException("Site " + site + " has no workflow engine");
            }
            endpoints.add(endpoint);
        }
        for (Endpoint endpoint : endpoints) {
            TaskQueueWorker worker = newWorker.apply(endpoint);
            workers.add(worker);
            worker.start();
        }
    }

    /**
     * Stops the workers, which hand over their running stages under their lease, and disconnects. Returns within five
     * seconds.
     */
    @Override
    public synchronized void close() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            workers.forEach(worker -> closers.execute(worker::close));
        }
        loops.values().forEach(ObserveSteps.Loop::close);
        workers.clear();
        loops.clear();
        engines.close();
    }

    /**
     * The engine of each site, and the external workflows.
     *
     * @param endpoints the engine of each site; a site without an entry has none
     * @param externalWorkflows the external workflows by the operation that they carry out, at all sites
     */
    public record Settings(Map<SiteId, Endpoint> endpoints, Map<Operation, ExternalWorkflow> externalWorkflows) {

        public Settings {
            endpoints = Map.copyOf(endpoints);
            externalWorkflows = Map.copyOf(externalWorkflows);
            Set<String> reservedQueues = queuesAt(endpoints.values());
            for (ExternalWorkflow external : externalWorkflows.values()) {
                if (reservedQueues.contains(external.taskQueue())) {
                    throw new IllegalArgumentException("The workflow " + external.workflowType()
                            + " is on the task queue " + external.taskQueue() + ", whose worker does not know it");
                }
            }
        }

        private static Set<String> queuesAt(Collection<Endpoint> endpoints) {
            return endpoints.stream()
                    .map(Endpoint::taskQueue)
                    .flatMap(queue -> Stream.of(
                            queue, WorkflowProtocol.reportQueue(queue), WorkflowProtocol.externalReportQueue(queue)))
                    .collect(Collectors.toSet());
        }

        /** Settings without external workflows. */
        public Settings(Map<SiteId, Endpoint> endpoints) {
            this(endpoints, Map.of());
        }
    }

    /**
     * A workflow whose code belongs to another service. Its workflow id follows from the task's id; its input is a JSON
     * object, whose fields {@code docs/temporal.md} lists.
     *
     * @param workflowType the name of its type
     * @param taskQueue the queue that its workers poll, in the namespace of the task's site
     * @param actsFor how long its activities may still act on a rack after it has closed, at least their longest heartbeat
     *     timeout; the rack stays reserved until that time is over
     */
    public record ExternalWorkflow(String workflowType, String taskQueue, Duration actsFor) {

        public ExternalWorkflow {
            requireNotBlank(workflowType, "workflow type");
            requireNotBlank(taskQueue, "task queue");
            if (!WorkflowProtocol.isExternal(workflowType)) {
                throw new IllegalArgumentException("The workflow type " + workflowType + " is taken");
            }
            if (actsFor.isNegative()) {
                throw new IllegalArgumentException("The time to act after the close must not be negative: " + actsFor);
            }
        }
    }

    /**
     * The address of a site's engine.
     *
     * @param target the server's gRPC address, {@code host:port}
     * @param namespace the namespace of the workflows
     * @param taskQueue the queue of the built-in workflow, which reports on the queue of this name followed by {@code
     *     -reports}; external workflows report on the one followed by {@code -milestones}
     * @param engineIsVolatile whether the server loses its workflows at a restart, as the embedded one does
     */
    public record Endpoint(String target, String namespace, String taskQueue, boolean engineIsVolatile) {

        public Endpoint {
            requireNotBlank(target, "target");
            requireNotBlank(namespace, "namespace");
            requireNotBlank(taskQueue, "task queue");
        }
    }

    /**
     * The use cases of a process that hosts hardware.
     *
     * @param begin passes the start gate
     * @param execute executes a stage
     * @param finish ends the task
     * @param observe observes the unfinished steps of ended tasks
     * @param renewLease renews the lease of the stages
     */
    public record RackOperationUseCases(
            BeginTask begin, ExecuteStage execute, FinishTask finish, ObserveSteps observe, RenewLease renewLease) {}

    /**
     * The use cases that external workflows call.
     *
     * @param begin passes the start gate
     * @param finish ends the task
     */
    public record ExternalWorkflowUseCases(BeginExternalTask begin, FinishTask finish) {}

    private static void requireNotBlank(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("The " + name + " must not be blank");
        }
    }
}
