package io.nicotask.application.task;

import io.nicotask.application.port.PlainText;
import io.nicotask.application.port.RequestOrigin;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A request to cancel a task.
 *
 * @param caller the caller
 * @param org the org that the caller acts for
 * @param site the site that the task belongs to
 * @param task the task
 * @param reason why, or null
 * @param origin where the request came from
 */
public record CancelTaskCommand(
        @NotNull Caller caller,
        @NotNull OrgName org,
        @NotNull SiteId site,
        @NotNull TaskId task,
        @PlainText @Nullable String reason,
        @NotNull RequestOrigin origin) {}
