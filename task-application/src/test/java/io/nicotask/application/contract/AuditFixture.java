package io.nicotask.application.contract;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.UUID;

/** Entries for the audit trail. */
final class AuditFixture {

    private static final Subject SUBJECT = new Subject("robert'); drop table audit; --");
    private static final RequestOrigin ORIGIN = new RequestOrigin("request-1", "2001:db8::1");

    private AuditFixture() {}

    static AuditEntry granted() {
        AuditedRequest request = new AuditedRequest(
                SUBJECT,
                StoreContract.ORG,
                Action.CANCEL_TASK,
                StoreContract.SITE,
                StoredTaskFixture.aPendingTask().build().id(),
                ORIGIN);
        return new AuditEntry(
                StoredTaskFixture.CHANGED, request, new Outcome.Granted(), new Reason("enough \uD83D\uDE80"));
    }

    /** A denial, which may name a site and a task that do not exist. */
    static AuditEntry denied(DenialReason reason) {
        AuditedRequest request = new AuditedRequest(
                SUBJECT,
                StoreContract.ORG,
                Action.GET_TASK,
                new SiteId(new UUID(4, 404)),
                new TaskId(new UUID(4, 404)),
                ORIGIN);
        return new AuditEntry(StoredTaskFixture.CHANGED, request, new Outcome.Denied(reason), null);
    }

    /** A denial of a request that was not about a task. */
    static AuditEntry deniedProviderAccess() {
        AuditedRequest request =
                new AuditedRequest(SUBJECT, StoreContract.ORG, Action.GET_CURRENT_USER, null, null, ORIGIN);
        return new AuditEntry(StoredTaskFixture.CHANGED, request, new Outcome.Denied(DenialReason.NOT_A_MEMBER), null);
    }
}
