package io.nicotask.application.task;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.port.AccessPolicy.DenialReason;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.List;
import java.util.Objects;

/**
 * Returns all changes of a task's state: the previous and the new state, the time, the actor, the reason, and the
 * request id.
 */
@FunctionalInterface
@CheckReturnValue
public interface GetTaskHistory {

    /**
     * Returns the history as last committed, oldest first.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the store is unreachable
     */
    Result get(Command command);

    /** Creates the use case with the given ports. */
    static GetTaskHistory using(Ports ports) {
        return new GetTaskHistoryService(ports);
    }

    /**
     * A request to get the history of a task.
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

    /** The results of {@link GetTaskHistory}. */
    sealed interface Result {

        /**
         * The task was found.
         *
         * @param entries the changes, oldest first
         */
        record Found(List<HistoryEntry> entries) implements Result {}

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
