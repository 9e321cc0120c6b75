package io.nicotask.application.stop;

import io.nicotask.application.port.RequestContext;
import io.nicotask.domain.value.Reason;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Objects;

/**
 * A request to resolve the stop of a task.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site that the task belongs to
 * @param task the task
 * @param reason what the operator found at the hardware; not blank
 */
public record ResolveStopCommand(RequestContext context, SiteId site, TaskId task, Reason reason) {

    public ResolveStopCommand {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(task, "task");
        if (Objects.requireNonNull(reason, "reason").text().isBlank()) {
            throw new IllegalArgumentException("reason must not be blank");
        }
    }
}
