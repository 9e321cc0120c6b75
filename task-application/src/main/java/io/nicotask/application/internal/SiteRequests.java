package io.nicotask.application.internal;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AccessPolicy.ProviderAuthorization;
import io.nicotask.application.port.AccessPolicy.SiteAuthorization;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each use case for a caller does first: authorizes the caller, and audits a denial. */
@CheckReturnValue
public final class SiteRequests {

    private final AccessPolicy access;
    private final DenialAuditor denialAuditor;

    public SiteRequests(Ports ports) {
        this.access = ports.access();
        this.denialAuditor = new DenialAuditor(ports.audit(), ports.clock());
    }

    /**
     * Authorizes the caller for the site.
     *
     * @param task the task that the request is about, or null
     * @param granted answers the request in the scope of the site
     * @param denied answers a denial
     */
    public <R> R authorize(
            RequestContext context,
            Action action,
            SiteId site,
            @Nullable TaskId task,
            Function<TaskScope, R> granted,
            Function<DenialReason, R> denied) {
        return switch (access.authorizeSite(context.caller(), context.org(), site, action)) {
            case SiteAuthorization.Granted of -> granted.apply(of.scope());
            case SiteAuthorization.Denied of -> {
                AuditedRequest request = context.audited(action, site, task);
                yield denied.apply(denialAuditor.audit(request, of.reason()));
            }
        };
    }

    /**
     * Authorizes the caller for the provider of the org.
     *
     * @param granted answers the request for the provider
     * @param denied answers a denial
     */
    public <R> R authorizeProvider(
            RequestContext context, Action action, Function<ProviderId, R> granted, Function<DenialReason, R> denied) {
        return switch (access.authorizeProvider(context.caller(), context.org(), action)) {
            case ProviderAuthorization.Granted of -> granted.apply(of.provider());
            case ProviderAuthorization.Denied of ->
                denied.apply(auditDenial(context.audited(action, null, null), of.reason()));
        };
    }

    /** Audits a denial, and returns its reason. */
    public DenialReason auditDenial(AuditedRequest request, DenialReason reason) {
        return denialAuditor.audit(request, reason);
    }
}
