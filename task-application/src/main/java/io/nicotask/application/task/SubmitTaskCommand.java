package io.nicotask.application.task;

import io.nicotask.application.port.PlainText;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a task.
 *
 * @param caller who wishes it
 * @param org for which org
 * @param request what is to be done
 * @param conflictStrategy what to do when another task is in the way
 * @param idempotencyKey the idempotency key, or null for none: the same wish under the same key makes one task
 * @param origin where the request came from
 */
public record SubmitTaskCommand(
        @NotNull Caller caller,
        @NotNull OrgName org,
        @NotNull @Valid TaskRequest request,
        @NotNull @Valid ConflictStrategy conflictStrategy,

        @Size(min = 1, max = MAX_KEY_CHARACTERS) @PlainText @Nullable
        String idempotencyKey,

        @NotNull RequestOrigin origin) {

    /** The longest idempotency key. */
    public static final int MAX_KEY_CHARACTERS = 255;

    /**
     * What is to be done.
     *
     * @param site at which site
     * @param rack on which rack
     * @param operation what
     * @param components to which components
     * @param description in the submitter's words; empty when there are none
     * @param rule by which rule, or null for the operation's default
     */
    public record TaskRequest(
            @NotNull SiteId site,
            @NotNull RackId rack,
            @NotNull Operation operation,
            @NotNull ComponentSelection components,
            @NotNull @PlainText String description,
            @Nullable RuleId rule) {}

    /** What to do when another task is in the way. */
    public sealed interface ConflictStrategy {

        /** Refuse the task. */
        record Reject() implements ConflictStrategy {}

        /**
         * Let it wait for its turn.
         *
         * @param timeoutSeconds for how long; then it is ended
         */
        record Queue(@Min(1) @Max(MAX_TIMEOUT_SECONDS) int timeoutSeconds) implements ConflictStrategy {

            /** The longest a task may wait: a day. */
            public static final int MAX_TIMEOUT_SECONDS = 86_400;
        }
    }
}
