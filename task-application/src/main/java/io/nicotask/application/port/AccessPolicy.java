package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
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
    Entry enter(Caller caller, OrgName org);

    /**
     * May the caller act on the tasks of the site? MUST ask what {@link #enter} asks first, then whether the site is
     * there, belongs to the org's provider, and has Flow.
     */
    Admission admit(Caller caller, OrgName org, SiteId site);

    /** The scope of work that no caller asked for (relay, worker, sweeps), or empty when there is no such site. */
    Optional<TaskScope> forSystem(SiteId site);

    /** The answer to {@link #enter}. */
    sealed interface Entry {

        /** The caller may act for the org's provider. */
        record Entered() implements Entry {}

        /**
         * The caller may not.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Entry {}
    }

    /** The answer to {@link #admit}. */
    sealed interface Admission {

        /**
         * The caller may act on these tasks.
         *
         * @param scope the tasks
         */
        record Admitted(TaskScope scope) implements Admission {}

        /**
         * The caller may not.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Admission {}
    }
}
