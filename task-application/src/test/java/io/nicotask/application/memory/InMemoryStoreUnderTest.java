package io.nicotask.application.memory;

import io.nicotask.application.contract.StoreUnderTest;
import io.nicotask.application.port.Attention;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopListing;
import io.nicotask.application.port.SubmitKeys;
import io.nicotask.application.port.TaskListing;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowWatch;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A store in memory whose time goes by when a contract says so. */
final class InMemoryStoreUnderTest implements StoreUnderTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final InMemoryStore store = new InMemoryStore(clock);

    @Override
    public TaskStore tasks() {
        return store.tasks();
    }

    @Override
    public TaskListing listing() {
        return store.listing();
    }

    @Override
    public Racks racks() {
        return store.racks();
    }

    @Override
    public RackLeases leases() {
        return store.leases();
    }

    @Override
    public SubmitKeys submitKeys() {
        return store.submitKeys();
    }

    @Override
    public WorkflowOutbox outbox() {
        return store.outbox();
    }

    @Override
    public StopListing stops() {
        return store.stops();
    }

    @Override
    public WorkflowWatch watch() {
        return store.watch();
    }

    @Override
    public AuditTrail audit() {
        return store.audit();
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
    public List<LateWord> lateWords() {
        return store.lateWords();
    }

    @Override
    public List<Attention> attentions() {
        return store.attentions();
    }

    @Override
    public void elapse(Duration time) {
        clock.tick(time);
    }
}
