package io.nicotask.application.user;

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
public interface AuthorizeProvider {

    /**
     * Decides, and audits a denial.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store cannot be asked
     */
    AuthorizeProviderResult authorize(AuthorizeProviderCommand command);

    /** The use case over the given ports. */
    static AuthorizeProvider using(AccessPolicy access, AuditTrail audit, InstantSource clock) {
        return new AuthorizeProviderService(access, audit, clock);
    }
}
