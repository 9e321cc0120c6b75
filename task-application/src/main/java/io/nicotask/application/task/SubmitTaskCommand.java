package io.nicotask.application.task;

import io.nicotask.application.port.PlainText;
import io.nicotask.application.port.RequestContext;
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
 * A request to submit a task.
 *
 * @param context who makes the request, for whom, and from where
 * @param request the requested work
 * @param conflictStrategy what to do when the task conflicts with another one
 * @param idempotencyKey the idempotency key, or null: repetitions of a request with the same key create one task
 */
public record SubmitTaskCommand(
        @NotNull @Valid RequestContext context,
        @NotNull @Valid TaskRequest request,
        @NotNull @Valid ConflictStrategy conflictStrategy,

        @Size(min = 1, max = MAX_KEY_CHARACTERS) @PlainText @Nullable
        String idempotencyKey) {

    /** The maximum length of an idempotency key. */
    public static final int MAX_KEY_CHARACTERS = 255;

    /**
     * The requested work.
     *
     * @param site the site
     * @param rack the rack
     * @param operation the operation
     * @param components the components to work on
     * @param description the client's description; empty when there is none
     * @param rule the operation rule, or null for the operation's default
     */
    public record TaskRequest(
            @NotNull SiteId site,
            @NotNull RackId rack,
            @NotNull Operation operation,
            @NotNull ComponentSelection components,
            @NotNull @PlainText String description,
            @Nullable RuleId rule) {}

    /** What to do when the task conflicts with another one. */
    public sealed interface ConflictStrategy {

        /** Refuse the task. */
        record Reject() implements ConflictStrategy {}

        /**
         * Queue the task.
         *
         * @param timeoutSeconds the maximum time to wait; then the task is terminated
         */
        record Queue(@Min(1) @Max(MAX_TIMEOUT_SECONDS) int timeoutSeconds) implements ConflictStrategy {

            /** The maximum time that a task may wait: one day. */
            public static final int MAX_TIMEOUT_SECONDS = 86_400;
        }
    }
}
