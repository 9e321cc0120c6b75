package io.nicotask.application.port;

import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.Subject;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision upon a caller's wish.
 *
 * @param at when
 * @param request what was decided upon
 * @param outcome what was decided
 * @param reason the caller's reason, or null when none was given
 */
public record AuditEntry(
        Instant at,
        AuditedRequest request,
        Outcome outcome,
        @Nullable Reason reason) {

    /**
     * What a caller wishes, as far as it was told when it was decided.
     *
     * @param subject who wishes it
     * @param org for which org
     * @param action what is wished
     * @param site the site that it is about, or null
     * @param task the task that it is about, or null
     * @param origin where the request came from
     */
    public record AuditedRequest(
            Subject subject,
            OrgName org,
            Action action,
            @Nullable SiteId site,
            @Nullable TaskId task,
            RequestOrigin origin) {}

    /** What a caller can wish for. */
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

    /** What can be decided. */
    public sealed interface Outcome {

        /** The wish was granted, and a task, or its stop, was changed by it. */
        record Granted() implements Outcome {}

        /**
         * The wish was denied.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Outcome {}
    }
}
