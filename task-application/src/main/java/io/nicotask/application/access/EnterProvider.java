package io.nicotask.application.access;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail;
import java.time.InstantSource;

/**
 * The first question about every request: may this caller act for this org's provider at all? An edge asks it before it
 * looks at the rest of a request, so that a caller without the right learns nothing. Every use case asks it again.
 */
@FunctionalInterface
@CheckReturnValue
public interface EnterProvider {

    /**
     * Decides, and audits a denial.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store cannot be asked
     */
    EnterProviderResult enter(EnterProviderCommand command);

    /** The use case over the given ports. */
    static EnterProvider using(AccessPolicy access, AuditTrail audit, InstantSource clock) {
        return new EnterProviderService(access, audit, clock);
    }
}
