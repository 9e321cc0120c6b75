package io.nicotask.application.user;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AuditTrail;
import java.time.InstantSource;

/**
 * Authorizes a caller to act for an org's provider. An adapter calls it before it parses the rest of a request, so that
 * a caller without the right learns nothing. Every other use case that acts for the provider checks the same again.
 */
@FunctionalInterface
@CheckReturnValue
public interface AuthorizeProvider {

    /**
     * Decides, and audits a denial.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    AuthorizeProviderResult authorize(AuthorizeProviderCommand command);

    /** Creates the use case with the given ports. */
    static AuthorizeProvider using(AccessPolicy access, AuditTrail audit, InstantSource clock) {
        return new AuthorizeProviderService(access, audit, clock);
    }
}
