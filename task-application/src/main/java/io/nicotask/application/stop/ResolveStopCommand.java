package io.nicotask.application.stop;

import io.nicotask.application.port.PlainText;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * A request to resolve the stop of a task.
 *
 * @param caller the caller
 * @param org the org that the caller acts for
 * @param site the site that the task belongs to
 * @param task the task
 * @param reason what the operator found at the hardware
 * @param origin where the request came from
 */
public record ResolveStopCommand(
        @NotNull Caller caller,
        @NotNull OrgName org,
        @NotNull SiteId site,
        @NotNull TaskId task,
        @NotBlank @PlainText String reason,
        @NotNull RequestOrigin origin) {}
