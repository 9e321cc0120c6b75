package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Cancels a task: best-effort and idempotent. */
@FunctionalInterface
@CheckReturnValue
public interface CancelTask {

    /**
     * Decides the request in one transaction of the store. When this returns {@code Cancelled}, the decision is
     * committed, and the workflow will be stopped as long as the store keeps what it has committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when nothing could be decided; safe to repeat
     */
    Result cancel(Command command);

    /** Creates the use case with the given ports. */
    static CancelTask using(Ports ports) {
        return new CancelTaskService(ports);
    }

    /**
     * A request to cancel a task.
     *
     * @param context who makes the request, for whom, and from where
     * @param site the site that the task belongs to
     * @param task the task
     * @param reason why, or null
     */
    record Command(
            RequestContext context,
            SiteId site,
            TaskId task,
            @Nullable Reason reason) {

        public Command {
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(site, "site");
            Objects.requireNonNull(task, "task");
        }
    }

    /** The results of {@link CancelTask}. */
    sealed interface Result {

        /**
         * The task was open and is now Terminated.
         *
         * @param view the task after the change
         */
        record Cancelled(TaskView view) implements Result {}

        /**
         * The task was already Terminated; nothing changed.
         *
         * @param view the unchanged task
         */
        record AlreadyTerminated(TaskView view) implements Result {}

        /**
         * The task was Succeeded or Failed; nothing changed.
         *
         * @param view the unchanged task
         */
        record NotCancellable(TaskView view) implements Result {}

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
