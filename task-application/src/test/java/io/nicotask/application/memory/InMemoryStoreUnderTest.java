package io.nicotask.application.memory;

import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.contract.StoreUnderTest;
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
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.value.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A store in memory; a contract moves its clock. */
public final class InMemoryStoreUnderTest implements StoreUnderTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final InMemoryStorage store = new InMemoryStorage(clock);
    private final Ports ports = store.ports(new ProviderAdminPolicy(store.sites()), RackConflicts.SHARED_COMPONENTS);

    private final TaskStorage storage;

    public InMemoryStoreUnderTest() {
        this(UnaryOperator.identity());
    }

    /** Creates a store whose decisions pass through a test double. */
    public InMemoryStoreUnderTest(UnaryOperator<TaskStorage> doubleOf) {
        this.storage = doubleOf.apply(ports.storage());
    }

    @Override
    public TaskStorage storage() {
        return storage;
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
        return store.sites();
    }

    @Override
    public TaskEvents events() {
        return store.events();
    }

    @Override
    public UserDirectory users() {
        return store.users();
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
