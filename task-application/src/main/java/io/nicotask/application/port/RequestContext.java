package io.nicotask.application.port;

import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, for whom, and from where.
 *
 * @param caller the caller
 * @param org the org that the caller acts for
 * @param origin where the request came from
 */
public record RequestContext(Caller caller, OrgName org, RequestOrigin origin) {

    public RequestContext {
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(org, "org");
        Objects.requireNonNull(origin, "origin");
    }

    /** Returns the request as the audit trail records it. */
    public AuditedRequest audited(Action action, @Nullable SiteId site, @Nullable TaskId task) {
        return new AuditedRequest(caller.subject(), org, action, site, task, origin);
    }
}
