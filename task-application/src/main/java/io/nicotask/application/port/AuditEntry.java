package io.nicotask.application.port;

import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision on a caller's request.
 *
 * @param at when
 * @param request the request
 * @param outcome the decision
 * @param reason the caller's reason, or null when none was given
 */
public record AuditEntry(
        Instant at,
        AuditedRequest request,
        Outcome outcome,
        @Nullable Reason reason) {

    /**
     * A caller's request, as far as it was known when it was decided.
     *
     * @param subject the caller
     * @param org the org that the caller acts for
     * @param action the requested action
     * @param site the site concerned, or null
     * @param task the task concerned, or null
     * @param origin where the request came from
     */
    public record AuditedRequest(
            Subject subject,
            OrgName org,
            Action action,
            @Nullable SiteId site,
            @Nullable TaskId task,
            RequestOrigin origin) {}

    /** An action that a caller can request. */
    public enum Action {
        CANCEL_TASK,
        GET_TASK,
        GET_TASK_HISTORY,
        LIST_TASKS,
        SUBMIT_TASK,
        LIST_STOPS,
        RESOLVE_STOP,
        GET_CURRENT_USER
    }

    /** The decision on a request. */
    public sealed interface Outcome {

        /** The request was granted, and changed a task or its stop. */
        record Granted() implements Outcome {}

        /**
         * The request was denied.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Outcome {}
    }
}
