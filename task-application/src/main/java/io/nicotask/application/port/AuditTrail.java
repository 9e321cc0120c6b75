package io.nicotask.application.port;

import io.nicotask.application.port.AccessPolicy.Action;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The durable record of decisions on callers' requests. */
public interface AuditTrail {

    /**
     * Records one entry by itself; the entry of a decision on tasks is a {@link Change.Audited}.
     *
     * @throws StoreUnavailable when the entry could not be recorded
     */
    void record(AuditEntry entry);

    /**
     * A decision on a request of a caller or of the command line.
     *
     * @param at when
     * @param request the request
     * @param outcome the decision
     * @param reason the caller's reason, or null when none was given
     */
    record AuditEntry(
            Instant at,
            AuditedRequest request,
            Outcome outcome,
            @Nullable Reason reason) {

        /**
         * A request, as far as it was known when it was decided.
         *
         * @param subject the caller, or the user of the command line
         * @param org the org that the caller acts for, or null for the command line
         * @param action the requested action
         * @param site the site concerned, or null
         * @param task the task concerned, or null
         * @param origin where the request came from
         */
        public record AuditedRequest(
                Subject subject,
                @Nullable OrgName org,
                Action action,
                @Nullable SiteId site,
                @Nullable TaskId task,
                RequestOrigin origin) {}

        /** The decision on a request. */
        public sealed interface Outcome {

            /** The request was granted, and changed a task, its stop or a site. */
            record Granted() implements Outcome {}

            /**
             * The request was denied.
             *
             * @param reason why
             */
            record Denied(DenialReason reason) implements Outcome {}
        }
    }
}
