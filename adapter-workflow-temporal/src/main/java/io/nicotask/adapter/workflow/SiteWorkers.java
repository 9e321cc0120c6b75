package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.TemporalEngine.ExternalWorkflowUseCases;
import io.nicotask.adapter.workflow.TemporalEngine.RackOperationUseCases;
import io.nicotask.application.worker.ObserveSteps;
import io.nicotask.application.worker.RenewLease;
import io.nicotask.domain.value.SiteId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    void startRackOperations(Collection<SiteId> sites, RackOperationUseCases useCases, int maxStages) {
        start(sites, endpoint -> TaskQueueWorker.forRackOperations(endpoint, useCases, maxStages));
        startLoops(Set.copyOf(sites), useCases);
    }

    void startStatusReports(Collection<SiteId> sites, ExternalWorkflowUseCases useCases) {
        start(sites, endpoint -> TaskQueueWorker.forStatusReports(endpoint, useCases));
    }

    private synchronized void start(Collection<SiteId> sites, Function<SiteEndpoint, TaskQueueWorker> newWorker) {
        for (SiteEndpoint endpoint : sites.stream().map(this::endpointOf).collect(Collectors.toSet())) {
            TaskQueueWorker worker = newWorker.apply(endpoint);
            workers.add(worker);
            worker.start();
        }
    }

    private SiteEndpoint endpointOf(SiteId site) {
        SiteEndpoint endpoint = endpoints.get(site);
        if (endpoint == null) {
            throw new IllegalArgumentException("Site " + site + " has no workflow engine");
        }
        return endpoint;
    }

    /** Starts to renew the lease of the stages, and to observe the unfinished steps of the sites. */
    private synchronized void startLoops(Set<SiteId> sites, RackOperationUseCases useCases) {
        starts++;
        loops.put("process-lease-" + starts, RenewLease.start(useCases.renewLease()));
        loops.put("step-observer-" + starts, ObserveSteps.start(useCases.observe(), sites));
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
        loops.values().forEach(ObserveSteps.Loop::close);
        workers.clear();
        loops.clear();
    }
}
