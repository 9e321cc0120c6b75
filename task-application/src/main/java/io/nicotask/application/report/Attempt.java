package io.nicotask.application.report;

import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;

/**
 * One run of a task's workflow, as its worker names it with everything it tells.
 *
 * @param site the task's site
 * @param task the task
 * @param run the run
 */
public record Attempt(SiteId site, TaskId task, RunId run) {}
