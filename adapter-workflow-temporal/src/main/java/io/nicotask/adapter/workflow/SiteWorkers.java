package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.TemporalEngine.Registration;
import io.nicotask.application.worker.ExternalWorkflowUseCases;
import io.nicotask.application.worker.ObserveSteps;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.application.worker.RackOperationUseCases.RenewLease;
import io.nicotask.domain.value.SiteId;
import io.temporal.worker.WorkerFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The workers of the sites, and the background loops that accompany them. Safe for many threads. */
final class SiteWorkers implements AutoCloseable {

    private final Map<SiteId, SiteEndpoint> endpoints;
    private final List<TaskQueueWorker> workers = new ArrayList<>();
    private final Map<String, ObserveSteps.Loop> loops = new TreeMap<>();
    private int starts;

    SiteWorkers(Map<SiteId, SiteEndpoint> endpoints) {
        this.endpoints = endpoints;
    }

    /** Registers the built-in workflow of all sites on the host's factory; closing the result ends the loops. */
    Registration registerOn(WorkerFactory factory, RackOperationUseCases useCases) {
        Set<String> queues = new TreeSet<>();
        for (SiteEndpoint endpoint : endpoints.values()) {
            requireFree(factory, endpoint);
            queues.add(endpoint.taskQueue());
        }
        RackOperationHandler handler = new RackOperationHandler(useCases);
        queues.forEach(queue -> TaskQueueWorker.register(factory, queue, handler, TemporalEngine.DEFAULT_MAX_STAGES));
        List<String> names = startLoops(endpoints.keySet(), useCases);
        return () -> stopLoops(names);
    }

    /** The factory returns the worker that a queue has already, with other options. */
    private static void requireFree(WorkerFactory factory, SiteEndpoint endpoint) {
        String namespace = factory.getWorkflowClient().getOptions().getNamespace();
        if (!namespace.equals(endpoint.namespace())) {
            throw new IllegalArgumentException("The factory's workers poll the namespace " + namespace
                    + ", but a site is in " + endpoint.namespace());
        }
        String queue = endpoint.taskQueue();
        if (factory.tryGetWorker(queue) != null || factory.tryGetWorker(WorkflowProtocol.reportQueue(queue)) != null) {
            throw new IllegalArgumentException("The factory already has a worker of the task queue " + queue);
        }
    }

    void startRackOperations(Collection<SiteId> sites, RackOperationUseCases useCases, int maxStages) {
        Set<SiteEndpoint> shared = endpointsOf(sites);
        List<String> unused = startLoops(Set.copyOf(sites), useCases);
        start(shared, endpoint -> TaskQueueWorker.forRackOperations(endpoint, useCases, maxStages));
    }

    void startStatusReports(Collection<SiteId> sites, ExternalWorkflowUseCases useCases) {
        start(endpointsOf(sites), endpoint -> TaskQueueWorker.forStatusReports(endpoint, useCases));
    }

    private synchronized void start(Set<SiteEndpoint> shared, Function<SiteEndpoint, TaskQueueWorker> newWorker) {
        for (SiteEndpoint endpoint : shared) {
            TaskQueueWorker worker = newWorker.apply(endpoint);
            workers.add(worker);
            worker.start();
        }
    }

    private Set<SiteEndpoint> endpointsOf(Collection<SiteId> sites) {
        return sites.stream().map(this::endpointOf).collect(Collectors.toSet());
    }

    private SiteEndpoint endpointOf(SiteId site) {
        SiteEndpoint endpoint = endpoints.get(site);
        if (endpoint == null) {
            throw new IllegalArgumentException("Site " + site + " has no workflow engine");
        }
        return endpoint;
    }

    /** Starts to renew the lease of the stages, and to observe the unfinished steps of the sites; returns the loops' names. */
    private synchronized List<String> startLoops(Set<SiteId> sites, RackOperationUseCases useCases) {
        starts++;
        String lease = "process-lease-" + starts;
        String observer = "step-observer-" + starts;
        loops.put(lease, RenewLease.start(useCases.renewLease()));
        loops.put(observer, ObserveSteps.start(useCases.observe(), sites));
        return List.of(lease, observer);
    }

    private synchronized void stopLoops(Collection<String> names) {
        for (String name : names) {
            ObserveSteps.Loop loop = loops.remove(name);
            if (loop != null) {
                loop.close();
            }
        }
    }

    /** Returns for each loop, by its name, how often it has looked for work. */
    synchronized Map<String, Long> turns() {
        Map<String, Long> turns = new TreeMap<>();
        loops.forEach((name, loop) -> turns.put(name, loop.turns()));
        return turns;
    }

    @Override
    public synchronized void close() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            workers.forEach(worker -> closers.execute(worker::close));
        }
        workers.clear();
        stopLoops(List.copyOf(loops.keySet()));
    }
}
