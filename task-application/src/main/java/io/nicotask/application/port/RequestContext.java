package io.nicotask.application.port;

import io.nicotask.application.port.AuditEntry.Action;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Map;
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

    /**
     * Returns the context of a request whose caller the embedding service has checked; see
     * {@link io.nicotask.application.user.TrustedCallersPolicy}.
     *
     * @param subject who makes the request, for the audit and the history
     * @param org the org that the caller acts for; its provider owns the sites
     * @param requestId the id of the request in the logs of the service
     */
    public static RequestContext ofTrusted(Subject subject, OrgName org, String requestId) {
        return new RequestContext(
                new Caller(subject, Caller.Profile.EMPTY, Map.of()), org, new RequestOrigin(requestId, ""));
    }

    /** Returns the request as the audit trail records it. */
    public AuditedRequest audited(Action action, @Nullable SiteId site, @Nullable TaskId task) {
        return new AuditedRequest(caller.subject(), org, action, site, task, origin);
    }
}
