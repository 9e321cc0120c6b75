package com.example.audit;

import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.contract.StoreUnderTest;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.user.TrustedCallersPolicy;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.value.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The storage of the service as a contract uses it: empty, and with a clock that the contract moves. */
final class AuditedStoreUnderTest implements StoreUnderTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final InMemoryStorage memory = new InMemoryStorage(clock);
    private final AuditLog audit = new AuditLog();
    private final AuditedStorage storage = new AuditedStorage(memory, audit);
    private final Ports ports =
            storage.ports(new TrustedCallersPolicy(storage.sites()), RackConflicts.SHARED_COMPONENTS, clock);

    @Override
    public TaskStorage storage() {
        return ports.storage();
    }

    @Override
    public TaskQueries tasks() {
        return ports.tasks();
    }

    @Override
    public WorkQueue queue() {
        return ports.queue();
    }

    @Override
    public RackLeases leases() {
        return ports.leases();
    }

    @Override
    public UnfinishedSteps unfinishedSteps() {
        return ports.unfinishedSteps();
    }

    @Override
    public WorkflowMonitor monitor() {
        return ports.monitor();
    }

    @Override
    public StopQueries stops() {
        return ports.stops();
    }

    @Override
    public AuditTrail audit() {
        return ports.audit();
    }

    @Override
    public SiteDirectory sites() {
        return storage.sites();
    }

    @Override
    public UserDirectory users() {
        return storage.users();
    }

    @Override
    public TaskEvents events() {
        return storage.events();
    }

    @Override
    public void put(OrgName org, ProviderId provider) {
        memory.put(org, provider);
    }

    @Override
    public void put(Site site) {
        memory.put(site);
    }

    @Override
    public List<AuditEntry> auditEntries() {
        return audit.entries();
    }

    @Override
    public List<LateOutcome> lateOutcomes() {
        return memory.lateOutcomes();
    }

    @Override
    public void elapse(Duration time) {
        clock.tick(time);
    }
}
