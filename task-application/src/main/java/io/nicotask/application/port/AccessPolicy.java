package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

/**
 * Says who may do what, and is the only maker of a {@link TaskScope}. Every method may throw {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface AccessPolicy {

    /**
     * May the caller act for the org's Infrastructure Provider at all? MUST check membership, role and provider in this
     * order, so that a caller without the role learns nothing of the org.
     */
    ProviderAuthorization authorizeProvider(Caller caller, OrgName org);

    /**
     * May the caller act on the tasks of the site? MUST ask what {@link #authorizeProvider} asks first, then whether the site is
     * there, belongs to the org's provider, and has Flow.
     */
    SiteAuthorization authorizeSite(Caller caller, OrgName org, SiteId site);

    /** The scope of work that no caller asked for (relay, worker, sweeps), or empty when there is no such site. */
    Optional<TaskScope> forSystem(SiteId site);

    /** The answer to {@link #authorizeProvider}. */
    sealed interface ProviderAuthorization {

        /** The caller may act for the org's provider. */
        record Granted() implements ProviderAuthorization {}

        /**
         * The caller may not.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements ProviderAuthorization {}
    }

    /** The answer to {@link #authorizeSite}. */
    sealed interface SiteAuthorization {

        /**
         * The caller may act on these tasks.
         *
         * @param scope the tasks
         */
        record Granted(TaskScope scope) implements SiteAuthorization {}

        /**
         * The caller may not.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements SiteAuthorization {}
    }
}
