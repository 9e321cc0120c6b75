package io.nicotask.application.internal;

import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.AuditTrail.AuditEntry;
import io.nicotask.application.port.AuditTrail.AuditEntry.AuditedRequest;
import io.nicotask.application.port.AuditTrail.AuditEntry.Outcome;
import java.time.InstantSource;

/** Records each denial in the audit trail, as an entry of its own. */
public final class DenialAuditor {

    private final AuditTrail audit;
    private final InstantSource clock;

    public DenialAuditor(AuditTrail audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Records the denial and returns its reason. A site that does not exist is a client error, not a denial, and is not
     * recorded.
     */
    public DenialReason audit(AuditedRequest request, DenialReason reason) {
        switch (reason) {
            case NOT_A_MEMBER, NO_PROVIDER_ADMIN_ROLE, NOT_PERMITTED, NO_PROVIDER, FOREIGN_SITE, NO_FLOW ->
                audit.record(new AuditEntry(clock.instant(), request, new Outcome.Denied(reason), null));
            case UNKNOWN_SITE -> {}
        }
        return reason;
    }
}
