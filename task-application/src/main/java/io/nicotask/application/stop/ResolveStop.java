package io.nicotask.application.stop;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;

/**
 * Confirms the stop of an ended task on an operator's statement that the hardware was inspected and nothing of the task
 * acts on it any more, where the system cannot find that out by itself.
 */
@FunctionalInterface
@CheckReturnValue
public interface ResolveStop {

    /**
     * Decides the request in one transaction of the store. When this returns {@code Resolved}, the stop is confirmed
     * and the rack is released.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided; safe to repeat
     */
    Result resolve(Command command);

    /** Creates the use case with the given ports. */
    static ResolveStop using(Ports ports) {
        return new ResolveStopService(ports);
    }

    /**
     * A request to resolve the stop of a task.
     *
     * @param context who makes the request, for whom, and from where
     * @param site the site that the task belongs to
     * @param task the task
     * @param reason what the operator found at the hardware; not blank
     */
    record Command(RequestContext context, SiteId site, TaskId task, Reason reason) {

        public Command {
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(site, "site");
            Objects.requireNonNull(task, "task");
            if (Objects.requireNonNull(reason, "reason").text().isBlank()) {
                throw new IllegalArgumentException("reason must not be blank");
            }
        }
    }

    /** The results of {@link ResolveStop}. */
    sealed interface Result {

        /**
         * The stop needed attention and is now confirmed.
         *
         * @param view the task after the change
         */
        record Resolved(TaskView view) implements Result {}

        /**
         * The stop was already confirmed, or the task never had a workflow to stop; nothing changed.
         *
         * @param view the unchanged task
         */
        record AlreadyConfirmed(TaskView view) implements Result {}

        /**
         * The stop needs no attention yet, or an attempt of the task still holds a lease; nothing changed.
         *
         * @param view the unchanged task
         */
        record InProgress(TaskView view) implements Result {}

        /**
         * The task has not ended, so it has no stop; nothing changed.
         *
         * @param view the unchanged task
         */
        record TaskNotEnded(TaskView view) implements Result {}

        /** The site has no such task. */
        record NotFound() implements Result {}

        /**
         * The request is denied.
         *
         * @param reason why
         */
        record Denied(DenialReason reason) implements Result {}
    }
}
