package io.nicotask.application.task;

import io.nicotask.application.port.RequestContext;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to cancel a task.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site that the task belongs to
 * @param task the task
 * @param reason why, or null
 */
public record CancelTaskCommand(
        RequestContext context,
        SiteId site,
        TaskId task,
        @Nullable Reason reason) {

    public CancelTaskCommand {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(task, "task");
    }
}
