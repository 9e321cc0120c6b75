package io.nicotask.application.contract;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.SiteDirectory;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskStore;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.UserDirectory;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.ProviderId;
import java.time.Duration;
import java.util.List;

/** A store that is empty when a test gets it, with the ways in that only tests have. */
public interface StoreUnderTest {

    TaskStore tasks();

    TaskQueries listing();

    RackReservations racks();

    RackLeases leases();

    IdempotencyKeys submitKeys();

    WorkflowOutbox outbox();

    WorkflowMonitor watch();

    StopQueries stops();

    AuditTrail audit();

    SiteDirectory sites();

    UserDirectory users();

    Transactions transactions();

    /** Gives the org its Infrastructure Provider. */
    void put(OrgName org, ProviderId provider);

    /** Puts a site into the directory. */
    void put(Site site);

    /** What is on the audit trail, oldest first. */
    List<AuditEntry> auditEntries();

    /** What came too late, oldest first. */
    List<LateOutcome> lateOutcomes();

    /** The components that must be looked at, in the order in which they were kept. */
    List<InspectionAlert> inspectionAlerts();

    /** Lets the time of leases, looks and stops go by, without waiting for it. */
    void elapse(Duration time);
}
