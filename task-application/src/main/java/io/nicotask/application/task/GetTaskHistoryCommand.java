package io.nicotask.application.task;

import io.nicotask.application.port.RequestContext;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;

/**
 * A request to get the history of a task.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site that the task belongs to
 * @param task the task
 */
public record GetTaskHistoryCommand(RequestContext context, SiteId site, TaskId task) {

    public GetTaskHistoryCommand {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(task, "task");
    }
}
