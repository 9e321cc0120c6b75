package io.nicotask.application.task;

import io.nicotask.application.port.RequestContext;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/**
 * A request to get the history of a task.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site that the task belongs to
 * @param task the task
 */
public record GetTaskHistoryCommand(
        @NotNull @Valid RequestContext context,
        @NotNull SiteId site,
        @NotNull TaskId task) {}
