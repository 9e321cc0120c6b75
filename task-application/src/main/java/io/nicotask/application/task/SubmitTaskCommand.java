package io.nicotask.application.task;

import io.nicotask.application.port.IdempotencyKey;
import io.nicotask.application.port.RequestContext;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TextConstraints;
import java.util.Objects;
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
        RequestContext context,
        TaskRequest request,
        ConflictStrategy conflictStrategy,
        @Nullable String idempotencyKey) {

    public SubmitTaskCommand {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(conflictStrategy, "conflictStrategy");
        if (idempotencyKey != null) {
            IdempotencyKey.problem(idempotencyKey).ifPresent(problem -> {
                throw new IllegalArgumentException("idempotencyKey " + problem);
            });
        }
    }

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
            SiteId site,
            RackId rack,
            Operation operation,
            ComponentSelection components,
            String description,
            @Nullable RuleId rule) {

        public TaskRequest {
            Objects.requireNonNull(site, "site");
            Objects.requireNonNull(rack, "rack");
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(components, "components");
            TextConstraints.requireValid(description, "description");
        }
    }

    /** What to do when the task conflicts with another one. */
    public sealed interface ConflictStrategy {

        /** Refuse the task. */
        record Reject() implements ConflictStrategy {}

        /**
         * Queue the task.
         *
         * @param timeoutSeconds the maximum time to wait; then the task is terminated
         */
        record Queue(int timeoutSeconds) implements ConflictStrategy {

            /** The maximum time that a task may wait: one day. */
            public static final int MAX_TIMEOUT_SECONDS = 86_400;

            public Queue {
                if (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT_SECONDS) {
                    throw new IllegalArgumentException(
                            "timeoutSeconds must be between 1 and " + MAX_TIMEOUT_SECONDS + ": " + timeoutSeconds);
                }
            }
        }
    }
}
