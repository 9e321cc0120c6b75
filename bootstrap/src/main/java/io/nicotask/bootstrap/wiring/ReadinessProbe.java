package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule.Readiness;
import io.nicotask.adapter.persistence.PersistenceModule;
import io.nicotask.adapter.workflow.WorkflowModule;
import io.nicotask.domain.value.SiteId;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Checks the Temporal servers of all sites in parallel, and the database. */
final class ReadinessProbe implements Supplier<Readiness> {

    private final PersistenceModule persistence;
    private final WorkflowModule workflow;
    private final Collection<SiteId> sites;

    ReadinessProbe(PersistenceModule persistence, WorkflowModule workflow, Collection<SiteId> sites) {
        this.persistence = persistence;
        this.workflow = workflow;
        this.sites = sites;
    }

    @Override
    public Readiness get() {
        Map<String, Boolean> temporal = new ConcurrentHashMap<>();
        try (ExecutorService probes = Executors.newVirtualThreadPerTaskExecutor()) {
            sites.forEach(site -> probes.execute(() -> temporal.put(site.toString(), workflow.isReachable(site))));
        }
        return new Readiness(persistence.isAlive(), new TreeMap<>(temporal));
    }
}
