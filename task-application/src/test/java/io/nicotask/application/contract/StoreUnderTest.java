package io.nicotask.application.contract;

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
import java.util.List;

/** A store that is empty when a test gets it, with the ways in that only tests have. */
public interface StoreUnderTest {

    TaskStore tasks();

    TaskListing listing();

    Racks racks();

    RackLeases leases();

    SubmitKeys submitKeys();

    WorkflowOutbox outbox();

    WorkflowWatch watch();

    StopListing stops();

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
    List<LateWord> lateWords();

    /** The components that must be looked at, in the order in which they were kept. */
    List<Attention> attentions();

    /** Lets the time of leases, looks and stops go by, without waiting for it. */
    void elapse(Duration time);
}
