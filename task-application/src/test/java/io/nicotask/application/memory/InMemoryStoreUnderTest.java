package io.nicotask.application.memory;

import io.nicotask.application.contract.StoreUnderTest;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A store in memory; a contract moves its clock. */
public final class InMemoryStoreUnderTest implements StoreUnderTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final InMemoryStore store = new InMemoryStore(clock);

    @Override
    public TaskStorage storage() {
        return store.ports().storage();
    }

    @Override
    public TaskStore tasks() {
        return store.tasks();
    }

    @Override
    public TaskQueries listing() {
        return store.taskQueries();
    }

    @Override
    public RackReservations racks() {
        return store.rackReservations();
    }

    @Override
    public RackLeases leases() {
        return store.rackLeases();
    }

    @Override
    public UnfinishedSteps unfinishedSteps() {
        return store.unfinishedSteps();
    }

    @Override
    public IdempotencyKeys submitKeys() {
        return store.idempotencyKeys();
    }

    @Override
    public WorkflowOutbox outbox() {
        return store.workflowOutbox();
    }

    @Override
    public StopQueries stops() {
        return store.stopQueries();
    }

    @Override
    public WorkflowMonitor watch() {
        return store.workflowMonitor();
    }

    @Override
    public AuditTrail audit() {
        return store.auditTrail();
    }

    @Override
    public SiteDirectory sites() {
        return store.sites();
    }

    @Override
    public UserDirectory users() {
        return store.users();
    }

    @Override
    public Transactions transactions() {
        return store.transactions();
    }

    @Override
    public void put(OrgName org, ProviderId provider) {
        store.put(org, provider);
    }

    @Override
    public void put(Site site) {
        store.put(site);
    }

    @Override
    public List<AuditEntry> auditEntries() {
        return store.auditEntries();
    }

    @Override
    public List<LateOutcome> lateOutcomes() {
        return store.lateOutcomes();
    }

    @Override
    public void elapse(Duration time) {
        clock.tick(time);
    }
}
