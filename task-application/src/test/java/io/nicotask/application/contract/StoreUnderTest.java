package io.nicotask.application.contract;

import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.Change.LateOutcome;
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
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import java.time.Duration;
import java.util.List;

/** A store that is empty when a test gets it, with methods that only tests have. */
public interface StoreUnderTest {

    TaskStorage storage();

    TaskQueries tasks();

    WorkQueue queue();

    RackLeases leases();

    UnfinishedSteps unfinishedSteps();

    WorkflowMonitor monitor();

    StopQueries stops();

    AuditTrail audit();

    SiteDirectory sites();

    UserDirectory users();

    TaskEvents events();

    /** Writes what tests arrange. */
    default DirectWrites writes() {
        return DirectWrites.to(storage());
    }

    /** Sets the Infrastructure Provider of the org. */
    void put(OrgName org, ProviderId provider);

    /** Adds a site, or replaces the one with its id. */
    void put(Site site);

    /** The audit trail, oldest entry first. */
    List<AuditEntry> auditEntries();

    /** The late outcomes, oldest first. */
    List<LateOutcome> lateOutcomes();

    /** Advances the time of leases, checks, stops and idempotency keys without waiting. */
    void elapse(Duration time);
}
