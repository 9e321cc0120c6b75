package io.nicotask.application.internal;

import io.nicotask.application.port.AuditEntry;
import io.nicotask.application.port.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditEntry.Outcome;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.DenialReason;
import java.time.InstantSource;

/** Puts denials on the audit trail, each as an entry of its own. */
public final class DenialAuditor {

    private final AuditTrail audit;
    private final InstantSource clock;

    public DenialAuditor(AuditTrail audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Audits the denial and gives its reason back. A site that does not exist is a mistake and not a denial. */
    public DenialReason audit(AuditedRequest request, DenialReason reason) {
        switch (reason) {
            case NOT_A_MEMBER, NO_PROVIDER_ADMIN_ROLE, NO_PROVIDER, FOREIGN_SITE, NO_FLOW ->
                audit.record(new AuditEntry(clock.instant(), request, new Outcome.Denied(reason), null));
            case UNKNOWN_SITE -> {}
        }
        return reason;
    }
}
