package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;

/** Returns the current state of a task. */
@FunctionalInterface
@CheckReturnValue
public interface GetTask {

    /**
     * Returns the task as last committed.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    Result get(Command command);

    /** Creates the use case with the given ports. */
    static GetTask using(Ports ports) {
        return new GetTaskService(ports);
    }

    /**
     * A request to get a task.
     *
     * @param context who makes the request, for whom, and from where
     * @param site the site that the task belongs to
     * @param task the task
     */
    record Command(RequestContext context, SiteId site, TaskId task) {

        public Command {
            Objects.requireNonNull(context, "context");
            Objects.requireNonNull(site, "site");
            Objects.requireNonNull(task, "task");
        }
    }

    /** The results of {@link GetTask}. */
    sealed interface Result {

        /**
         * The task was found.
         *
         * @param view the task
         */
        record Found(TaskView view) implements Result {}

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
