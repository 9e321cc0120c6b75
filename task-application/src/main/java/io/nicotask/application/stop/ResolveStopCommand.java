package io.nicotask.application.stop;

import io.nicotask.application.port.PlainText;
import io.nicotask.application.port.RequestContext;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * A request to resolve the stop of a task.
 *
 * @param context who makes the request, for whom, and from where
 * @param site the site that the task belongs to
 * @param task the task
 * @param reason what the operator found at the hardware
 */
public record ResolveStopCommand(
        @NotNull @Valid RequestContext context,
        @NotNull SiteId site,
        @NotNull TaskId task,
        @NotBlank @PlainText String reason) {}
