package io.nicotask.application;

import io.nicotask.application.internal.memory.InMemoryAuditTrail;
import io.nicotask.application.internal.memory.InMemoryContents;
import io.nicotask.application.internal.memory.InMemoryRackLeases;
import io.nicotask.application.internal.memory.InMemorySiteDirectory;
import io.nicotask.application.internal.memory.InMemoryStopQueries;
import io.nicotask.application.internal.memory.InMemoryTaskEvents;
import io.nicotask.application.internal.memory.InMemoryTaskQueries;
import io.nicotask.application.internal.memory.InMemoryTaskStorage;
import io.nicotask.application.internal.memory.InMemoryUnfinishedSteps;
import io.nicotask.application.internal.memory.InMemoryUserDirectory;
import io.nicotask.application.internal.memory.InMemoryWorkQueue;
import io.nicotask.application.internal.memory.InMemoryWorkflowMonitor;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskEvents;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.value.ProviderId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * All storage ports in memory, under the same contracts as a database, except that a restart loses everything. Leases
 * and stops expire by the given clock. Safe for use by several threads, which wait for each other.
 *
 * <p>It starts empty: tasks can only be submitted for a site that was {@linkplain #put(Site) put} there.
 */
public final class InMemoryStorage implements Storage {

    private final InMemoryContents contents = new InMemoryContents();
    private final InstantSource clock;
    private final Duration attentionAfter;

    /** Creates an empty storage whose stops need attention after {@link Stop#ATTENTION_AFTER}. */
    public InMemoryStorage(InstantSource clock) {
        this(clock, Stop.ATTENTION_AFTER);
    }

    /**
     * Creates an empty storage.
     *
     * @param attentionAfter how long a stop may stay unconfirmed before it needs attention
     */
    public InMemoryStorage(InstantSource clock, Duration attentionAfter) {
        this.clock = clock;
        this.attentionAfter = attentionAfter;
    }

    /** Returns the ports of the use cases; changes have the time of this storage's clock. */
    public Ports ports(AccessPolicy access, RackConflicts conflicts) {
        return ports(access, conflicts, clock);
    }

    @Override
    public Ports ports(AccessPolicy access, RackConflicts conflicts, InstantSource changes) {
        return new Ports(
                new InMemoryTaskStorage(contents, clock, attentionAfter),
                new InMemoryTaskQueries(contents, clock, attentionAfter),
                new InMemoryStopQueries(contents, clock, attentionAfter),
                new InMemoryWorkQueue(contents, clock),
                new InMemoryWorkflowMonitor(contents, clock),
                new InMemoryRackLeases(contents, clock),
                new InMemoryUnfinishedSteps(contents, clock),
                new InMemoryAuditTrail(contents),
                access,
                conflicts,
                changes);
    }

    @Override
    public SiteDirectory sites() {
        return new InMemorySiteDirectory(contents);
    }

    @Override
    public TaskEvents events() {
        return new InMemoryTaskEvents(contents);
    }

    @Override
    public UserDirectory users() {
        return new InMemoryUserDirectory(contents);
    }

    /** Returns an empty list: nothing has to be kept fast. */
    @Override
    public List<Runnable> upkeep(int limit) {
        return List.of();
    }

    /** Sets the Infrastructure Provider of the org. */
    public void put(OrgName org, ProviderId provider) {
        contents.put(org, provider);
    }

    /** Adds a site, or replaces the one with its id. */
    public void put(Site site) {
        contents.put(site);
    }

    /** Returns the audit trail, oldest entry first. */
    public List<AuditEntry> auditEntries() {
        return contents.auditEntries();
    }

    /** Returns the late outcomes, oldest first. */
    public List<LateOutcome> lateOutcomes() {
        return contents.lateOutcomes();
    }
}
