package io.nicotask.application.user;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy;
import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.AuditTrail;
import io.nicotask.application.port.RequestContext;
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
    Result authorize(Command command);

    /** Creates the use case with the given ports. */
    static AuthorizeProvider using(AccessPolicy access, AuditTrail audit, InstantSource clock) {
        return new AuthorizeProviderService(access, audit, clock);
    }

    /**
     * A request to act for an org's provider.
     *
     * @param context who makes the request, for whom, and from where
     * @param action the requested action
     */
    record Command(RequestContext context, Action action) {}

    /** The results of {@link AuthorizeProvider}. */
    sealed interface Result {

        /** The caller may act for the org's provider. */
        record Granted() implements Result {}

        /**
         * The request is denied.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Result {}
    }
}
