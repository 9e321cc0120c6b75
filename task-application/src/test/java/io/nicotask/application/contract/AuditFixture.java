package io.nicotask.application.contract;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditEntry.Wish;
import io.nicotask.application.port.DenialReason;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.task.Reason;
import io.nicotask.domain.task.TaskId;
import java.util.UUID;

/** Entries to be put on the audit trail. */
final class AuditFixture {

    private static final Subject SUBJECT = new Subject("robert'); drop table audit; --");
    private static final RequestOrigin ORIGIN = new RequestOrigin("request-1", "2001:db8::1");

    private AuditFixture() {}

    static AuditEntry granted() {
        Wish wish = new Wish(
                SUBJECT,
                StoreContract.ORG,
                Action.CANCEL_TASK,
                StoreContract.SITE,
                TaskFixture.aPendingTask().now().id(),
                ORIGIN);
        return new AuditEntry(TaskFixture.CHANGED, wish, new Outcome.Granted(), new Reason("enough \uD83D\uDE80"));
    }

    /** A denial; it may name a site and a task that do not exist. */
    static AuditEntry denied(DenialReason reason) {
        Wish wish = new Wish(
                SUBJECT,
                StoreContract.ORG,
                Action.GET_TASK,
                new SiteId(new UUID(4, 404)),
                new TaskId(new UUID(4, 404)),
                ORIGIN);
        return new AuditEntry(TaskFixture.CHANGED, wish, new Outcome.Denied(reason), null);
    }

    /** A denial of a wish that was about no task. */
    static AuditEntry deniedAtTheDoor() {
        Wish wish = new Wish(SUBJECT, StoreContract.ORG, Action.GET_CURRENT_USER, null, null, ORIGIN);
        return new AuditEntry(TaskFixture.CHANGED, wish, new Outcome.Denied(DenialReason.NOT_A_MEMBER), null);
    }
}
