package io.nicotask.application.memory;

import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.UnfinishedSteps;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.rack.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.value.ProviderId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * All storage ports in memory, under the same contracts as a database: transactions are isolated and roll back, and
 * leases expire by the given clock. Safe for many threads; writers wait for each other, readers never wait.
 *
 * <p>It starts empty: tasks can only be inserted for a site that was {@linkplain #put(Site) put} there.
 */
public final class InMemoryStore {

    private final InstantSource clock;
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final RackLeases leases;
    private final Duration attentionAfter;

    /** Creates an empty store whose leases and stops expire by the clock. */
    public InMemoryStore(InstantSource clock) {
        this(clock, Stop.ATTENTION_AFTER);
    }

    /** As above, with another time after which an unconfirmed stop needs attention. */
    public InMemoryStore(InstantSource clock, Duration attentionAfter) {
        this.clock = clock;
        this.attentionAfter = attentionAfter;
        this.leases = new InMemoryRackLeases(transactions, clock);
    }

    /** The ports of the use cases over this store, with NICo's access policy. */
    public Ports ports() {
        return ports(RackConflicts.SHARED_COMPONENTS);
    }

    /** As {@link #ports()}, with the embedding service's own definition of conflicts. */
    public Ports ports(RackConflicts conflicts) {
        AccessPolicy access = new ProviderAdminPolicy(sites());
        return new Ports(
                tasks(),
                rackReservations(),
                leases,
                unfinishedSteps(),
                workflowOutbox(),
                auditTrail(),
                idempotencyKeys(),
                access,
                transactions,
                conflicts,
                clock);
    }

    public TaskStore tasks() {
        return new InMemoryTaskStore(transactions);
    }

    public TaskQueries taskQueries() {
        return new InMemoryTaskQueries(transactions);
    }

    public RackReservations rackReservations() {
        return new InMemoryRackReservations(transactions, clock, attentionAfter);
    }

    public RackLeases rackLeases() {
        return leases;
    }

    public UnfinishedSteps unfinishedSteps() {
        return new InMemoryUnfinishedSteps(transactions, clock);
    }

    public IdempotencyKeys idempotencyKeys() {
        return new InMemoryIdempotencyKeys(transactions);
    }

    public WorkflowOutbox workflowOutbox() {
        return new InMemoryWorkflowOutbox(transactions, clock, attentionAfter);
    }

    public StopQueries stopQueries() {
        return new InMemoryStopQueries(transactions, clock, attentionAfter);
    }

    public WorkflowMonitor workflowMonitor() {
        return new InMemoryWorkflowMonitor(transactions, clock);
    }

    public AuditTrail auditTrail() {
        return new InMemoryAuditTrail(transactions);
    }

    public SiteDirectory sites() {
        return new InMemorySiteDirectory(transactions);
    }

    public UserDirectory users() {
        return new InMemoryUserDirectory(transactions);
    }

    public Transactions transactions() {
        return transactions;
    }

    /** Sets the Infrastructure Provider of the org. */
    public void put(OrgName org, ProviderId provider) {
        transactions.write(contents -> contents.providers.put(org, provider));
    }

    /** Adds a site, or replaces the one with its id. */
    public void put(Site site) {
        transactions.write(contents -> contents.sites.put(site.id(), site));
    }

    /** The audit trail, oldest entry first. */
    public List<AuditEntry> auditEntries() {
        return transactions.read(contents -> List.copyOf(contents.audit));
    }

    /** The late outcomes, oldest first. */
    public List<LateOutcome> lateOutcomes() {
        return transactions.read(contents -> List.copyOf(contents.lateOutcomes));
    }
}
