package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Submits a new task, which begins when its rack is free; its workflow is started from the outbox. */
@FunctionalInterface
@CheckReturnValue
public interface SubmitTask {

    /**
     * Submits a task. With an idempotency key, safe to repeat when the reply was lost.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when it is unknown whether the task was accepted
     */
    Result submit(Command command);

    /**
     * Creates the use case with the given ports.
     *
     * @param ids supplies ids that no task has, to any thread
     */
    static SubmitTask using(Ports ports, OperationRules rules, Supplier<TaskId> ids) {
        return new SubmitTaskService(ports, rules, ids);
    }

    /**
     * A request to submit a task.
     *
     * @param context who makes the request, for whom, and from where
     * @param request the requested work
     * @param conflictStrategy what to do when the task conflicts with another one
     * @param idempotencyKey the idempotency key, or null: repetitions of a request with the same key create one task
     */
    record Command(
            RequestContext context,
            TaskRequest request,
            ConflictStrategy conflictStrategy,
            @Nullable String idempotencyKey) {

        public Command {
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

    /** The results of {@link SubmitTask}. */
    sealed interface Result {

        /**
         * The task is stored: Pending, to be started, or Waiting. A task that was submitted before with the same key is
         * returned in its current state.
         *
         * @param view the task
         */
        record Submitted(TaskView view) implements Result {}

        /**
         * The task conflicts with another one, and the client does not want to wait.
         *
         * @param rack the rack
         */
        record Conflict(RackId rack) implements Result {}

        /**
         * The task conflicts with another one, and the queue of the rack is full.
         *
         * @param rack the rack
         * @param limit the maximum number of tasks that wait for a rack
         */
        record QueueFull(RackId rack, int limit) implements Result {}

        /** The site is retired and accepts no tasks. */
        record RetiredSite() implements Result {}

        /** There is no rule with the pinned id, or it is for another operation. */
        record UnknownRule() implements Result {}

        /** The idempotency key was used with another request. */
        record KeyReused() implements Result {}

        /**
         * The request is denied.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Result {}
    }
}
