package io.nicotask.application.port;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.SiteId;
import java.util.Optional;

/**
 * Decides which callers may act on which tasks, and is the only type that creates a {@link TaskScope}. Every method may
 * throw {@link StoreUnavailable}.
 */
@CheckReturnValue
public interface AccessPolicy {

    /**
     * Authorizes the caller for an action on behalf of the org's Infrastructure Provider. MUST check whether the caller may
     * carry out the action for the org before it looks for the provider, so that another caller learns nothing about the
     * org.
     */
    ProviderAuthorization authorizeProvider(Caller caller, OrgName org, Action action);

    /**
     * Authorizes the caller for an action on the tasks of the site. MUST make the checks of {@link #authorizeProvider}
     * first, then check that the site exists, belongs to the org's provider, and has Flow.
     */
    SiteAuthorization authorizeSite(Caller caller, OrgName org, SiteId site, Action action);

    /**
     * Returns the scope for work of the system itself (relay, worker, reconcilers), or empty when there is no such
     * site.
     */
    Optional<TaskScope> forSystem(SiteId site);

    /**
     * An action that can be requested. A policy is not asked about {@link #GET_CURRENT_USER}, which is every caller's right,
     * nor about {@link #ADD_SITE}, {@link #RETIRE_SITE} and {@link #RESTORE_SITE}, which are of the command line.
     */
    enum Action {
        CANCEL_TASK,
        GET_TASK,
        GET_TASK_HISTORY,
        LIST_TASKS,
        SUBMIT_TASK,
        LIST_STOPS,
        RESOLVE_STOP,
        GET_CURRENT_USER,
        LIST_SITES,
        GET_SITE,
        ADD_SITE,
        RETIRE_SITE,
        RESTORE_SITE;

        /** Returns whether the action changes nothing. */
        public boolean isRead() {
            return switch (this) {
                case GET_TASK, GET_TASK_HISTORY, LIST_TASKS, LIST_STOPS, GET_CURRENT_USER, LIST_SITES, GET_SITE -> true;
                case CANCEL_TASK, SUBMIT_TASK, RESOLVE_STOP, ADD_SITE, RETIRE_SITE, RESTORE_SITE -> false;
            };
        }
    }

    /** The result of {@link #authorizeProvider}. */
    sealed interface ProviderAuthorization {

        /**
         * The caller may act for the org's provider.
         *
         * @param provider the provider
         */
        record Granted(ProviderId provider) implements ProviderAuthorization {}

        /**
         * The caller may not act for the org's provider.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements ProviderAuthorization {}
    }

    /** The result of {@link #authorizeSite}. */
    sealed interface SiteAuthorization {

        /**
         * The caller may act on the tasks in the scope.
         *
         * @param scope the tasks
         */
        record Granted(TaskScope scope) implements SiteAuthorization {}

        /**
         * The caller may not act on the tasks of the site.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements SiteAuthorization {}
    }

    /** Why a request is denied: rows 2 to 4 and 9 to 11 of the contract's order of checks, or by a policy of a host. */
    enum DenialReason {
        /** The caller is not a member of the org, or there is no such org. */
        NOT_A_MEMBER,
        /** The caller has no provider-admin role in the org. */
        NO_PROVIDER_ADMIN_ROLE,
        /** The caller may not do this for the org by the rules of a host, whose policy this is. */
        NOT_PERMITTED,
        /** The org has no Infrastructure Provider. */
        NO_PROVIDER,
        /** There is no such site. */
        UNKNOWN_SITE,
        /** The site belongs to another provider. */
        FOREIGN_SITE,
        /** The site has no Flow. */
        NO_FLOW
    }
}
