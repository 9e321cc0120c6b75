package io.nicotask.adapter.workflow;

import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.application.worker.ExternalWorkflowUseCases;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Temporal as the engine of all sites, and the workers that run its workflows. Works without Temporal being up when it is
 * created. Safe for many threads.
 */
public final class TemporalEngine implements WorkflowEngine, AutoCloseable {

    /** The number of stages that a worker executes at once unless it is set. */
    public static final int DEFAULT_MAX_STAGES = 200;

    /** The longest that a call of the engine may take. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(1);

    private final Map<Object, TemporalChannel> channels = new HashMap<>();
    private final Map<SiteId, TemporalSiteEngine> engines = new HashMap<>();
    private final SiteWorkers workers;

    private TemporalEngine(Builder builder) {
        Map<SiteId, SiteEndpoint> endpoints = Map.copyOf(builder.endpoints);
        this.workers = new SiteWorkers(endpoints);
        Map<Operation, ExternalWorkflow> external = Map.copyOf(builder.externalWorkflows);
        endpoints.forEach((site, endpoint) -> {
            TemporalConnection connection = endpoint.connection();
            TemporalChannel channel = channels.computeIfAbsent(
                    connection.transport(), transport -> connection.openForCalls(builder.callLimit));
            WorkflowClient client = connection.clientOver(channel);
            TemporalRequests requests = new TemporalRequests(
                    endpoint, client.getOptions().getDataConverter(), external, Builder.REQUEST_IDS);
            engines.put(site, new TemporalSiteEngine(endpoint, channel, client, requests, builder.callLimit));
        });
    }

    /**
     * Returns a connection of this library to a server; it connects on first use.
     *
     * @param target the server's gRPC address, {@code host:port}
     * @throws IllegalArgumentException when it is blank
     */
    public static TemporalServer at(String target) {
        return new TemporalServer(target);
    }

    /**
     * Returns a connection by a client of the host, in the client's namespace. The host closes the client, after the engine.
     *
     * <p>Everything by which the client reaches the server stays as the host has set it: TLS, key, gRPC interceptors, headers
     * and metrics. A call takes no longer than a second, and is not retried. It goes through the client's stubs, so
     * interceptors of the workflow client and context propagators do not see it.
     *
     * <p>Inputs of workflows, and inputs and results of activities, are encoded by the client's data converter. It must encode
     * Java records, numbers and texts, and decode them again, as the default one does; a codec around it may encrypt and
     * compress. Three things stay plain JSON, since they are read without the converter: the id of the site and the name of a
     * task queue in the header of external workflows, and a length of time in their memo.
     */
    public static TemporalConnection on(WorkflowClient client) {
        return new HostClient(client);
    }

    /** Returns a builder of an engine that serves no site yet. */
    public static Builder builder() {
        return new Builder();
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

    @Override
    public StartResult start(Task task) {
        return engineOf(task.spec().site()).start(task);
    }

    @Override
    public void terminate(SiteId site, TaskId task, String reason) {
        engineOf(site).terminate(task, reason);
    }

    @Override
    public WorkflowDescription describe(SiteId site, TaskId task) {
        return engineOf(site).describe(task);
    }

    @Override
    public void placeTombstone(SiteId site, TaskId task) {
        engineOf(site).placeTombstone(task);
    }

    private TemporalSiteEngine engineOf(SiteId site) {
        TemporalSiteEngine engine = engines.get(site);
        if (engine == null) {
            throw new WorkflowEngineUnavailable("Site " + site + " has no workflow engine");
        }
        return engine;
    }

    /**
     * Returns for each loop of this engine's workers, by its name, how often it has looked for work: one whose number does
     * not change within seconds hangs.
     */
    public Map<String, Long> turns() {
        return workers.turns();
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
    public void startWorkers(Collection<SiteId> sites, RackOperationUseCases useCases, int maxStages) {
        if (maxStages < 1) {
            throw new IllegalArgumentException("A worker must execute at least one stage at once, not " + maxStages);
        }
        workers.startRackOperations(sites, useCases, maxStages);
    }

    /**
     * Registers the built-in workflow of all sites and its activities on workers of the host's factory, which polls once the
     * host starts it. Also renews the lease of the stages, and observes unfinished steps, as {@link #startWorkers} does, until
     * the result is closed: after the factory has stopped, since stages stop without their lease.
     *
     * @param factory a factory that was not started, whose client is in the namespace of all sites
     * @throws IllegalArgumentException when its client is in another namespace, or it already has a worker of a site's queue
     * @throws IllegalStateException when it was started
     */
    public Registration registerOn(WorkerFactory factory, RackOperationUseCases useCases) {
        return workers.registerOn(factory, useCases);
    }

    /**
     * Starts workers for the reports of external workflows at the sites, in the background, as soon as their Temporal
     * is reachable. They poll a separate queue beside each site's task queue, run no workflows, and need no hardware.
     * Sites that share a task queue share a worker.
     *
     * @throws IllegalArgumentException when one of the sites has no endpoint
     */
    public void startStatusReportWorkers(Collection<SiteId> sites, ExternalWorkflowUseCases useCases) {
        workers.startStatusReports(sites, useCases);
    }

    /**
     * Stops the workers, which hand over their running stages under their lease, and disconnects. Returns within five
     * seconds.
     */
    @Override
    public void close() {
        workers.close();
        channels.values().forEach(TemporalChannel::close);
    }

    /** Collects sites and external workflows. Not safe for many threads. */
    public static final class Builder {

        private static final Supplier<UUID> REQUEST_IDS = UUID::randomUUID;

        private final Map<SiteId, SiteEndpoint> endpoints = new HashMap<>();
        private final Map<Operation, ExternalWorkflow> externalWorkflows = new EnumMap<>(Operation.class);
        private Duration callLimit = CALL_LIMIT;

        private Builder() {}

        /**
         * Adds a site. Sites with one transport share a channel.
         *
         * @param taskQueue the queue of the built-in workflow, which reports on the queue of this name followed by {@code
         *     -reports}; external workflows report on the one followed by {@code -milestones}
         * @throws IllegalArgumentException when the queue's name is blank, or an external workflow is on one of these queues
         */
        public Builder site(SiteId site, TemporalConnection connection, String taskQueue) {
            endpoints.put(site, new SiteEndpoint(connection, taskQueue));
            requireSeparateQueues();
            return this;
        }

        /**
         * Lets an external workflow carry out an operation, at all sites.
         *
         * @throws IllegalArgumentException when it is on a task queue of a site
         */
        public Builder externalWorkflow(Operation operation, ExternalWorkflow workflow) {
            externalWorkflows.put(operation, workflow);
            requireSeparateQueues();
            return this;
        }

        private void requireSeparateQueues() {
            for (ExternalWorkflow external : externalWorkflows.values()) {
                if (endpoints.values().stream().anyMatch(endpoint -> endpoint.polls(external.taskQueue()))) {
                    throw new IllegalArgumentException("The workflow " + external.workflowType()
                            + " is on the task queue " + external.taskQueue() + ", whose worker does not know it");
                }
            }
        }

        /** Sets the longest that a call may take. */
        Builder callLimit(Duration limit) {
            callLimit = limit;
            return this;
        }

        /** Returns the engine, which opens no connection yet. */
        public TemporalEngine build() {
            return new TemporalEngine(this);
        }
    }

    /** Workers on a factory of the host. Closing ends what accompanies them, and leaves the factory as it is. */
    public interface Registration extends AutoCloseable {

        @Override
        void close();
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
            SiteEndpoint.requireNotBlank(workflowType, "workflow type");
            SiteEndpoint.requireNotBlank(taskQueue, "task queue");
            if (!WorkflowProtocol.isExternal(workflowType)) {
                throw new IllegalArgumentException("The workflow type " + workflowType + " is taken");
            }
            if (actsFor.isNegative()) {
                throw new IllegalArgumentException("The time to act after the close must not be negative: " + actsFor);
            }
        }
    }
}
