package io.nicotask.application.memory;

import io.nicotask.application.access.ProviderAdminPolicy;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.Attention;
import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.Stop;
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
import io.nicotask.domain.task.ConflictPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * All storage ports over one memory, under the same contracts as a database: transactions are isolated and roll back,
 * leases run out as the given clock goes on. Safe for many threads; writers wait for one another, readers never.
 *
 * <p>It starts empty: a task can only be kept at a site that was {@linkplain #put(Site) put} there.
 */
public final class InMemoryStore {

    private final InstantSource clock;
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final RackLeases leases;
    private final Duration attentionAfter;

    /** An empty store whose leases and stops live by the clock. */
    public InMemoryStore(InstantSource clock) {
        this(clock, Stop.ATTENTION_AFTER);
    }

    /** As above, with another time after which an unconfirmed stop needs attention. */
    public InMemoryStore(InstantSource clock, Duration attentionAfter) {
        this.clock = clock;
        this.attentionAfter = attentionAfter;
        this.leases = new InMemoryRackLeases(transactions, clock);
    }

    /** The ports that the use cases need, over this store, with NICo's own rule of access. */
    public Ports ports() {
        return ports(ConflictPolicy.SHARED_COMPONENTS);
    }

    /** As {@link #ports()}, with a rule of the embedding service's own about tasks that must not overlap. */
    public Ports ports(ConflictPolicy conflicts) {
        AccessPolicy access = new ProviderAdminPolicy(sites());
        return new Ports(tasks(), racks(), leases, outbox(), audit(), access, transactions, conflicts, clock);
    }

    public TaskStore tasks() {
        return new InMemoryTaskStore(transactions);
    }

    public TaskListing listing() {
        return new InMemoryTaskListing(transactions);
    }

    public Racks racks() {
        return new InMemoryRacks(transactions, clock);
    }

    public RackLeases leases() {
        return leases;
    }

    public SubmitKeys submitKeys() {
        return new InMemorySubmitKeys(transactions);
    }

    public WorkflowOutbox outbox() {
        return new InMemoryWorkflowOutbox(transactions, clock, attentionAfter);
    }

    public StopListing stops() {
        return new InMemoryStopListing(transactions, clock, attentionAfter);
    }

    public WorkflowWatch watch() {
        return new InMemoryWorkflowWatch(transactions, clock);
    }

    public AuditTrail audit() {
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

    /** Gives the org its Infrastructure Provider, in place of an earlier one. */
    public void put(OrgName org, ProviderId provider) {
        transactions.write(contents -> contents.providers.put(org, provider));
    }

    /** Puts a site into the directory, in place of an earlier one of its id. */
    public void put(Site site) {
        transactions.write(contents -> contents.sites.put(site.id(), site));
    }

    /** What was recorded on the audit trail, oldest first. */
    public List<AuditEntry> auditEntries() {
        return transactions.read(contents -> List.copyOf(contents.audit));
    }

    /** What came too late, oldest first. */
    public List<LateWord> lateWords() {
        return transactions.read(contents -> List.copyOf(contents.late));
    }

    /** The components that must be looked at, in the order in which they were kept. */
    public List<Attention> attentions() {
        return transactions.read(contents -> List.copyOf(contents.attentions));
    }
}
