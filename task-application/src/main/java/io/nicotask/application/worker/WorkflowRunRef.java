package io.nicotask.application.worker;

import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;

/**
 * Identifies one run of a task's workflow in each of its worker's reports.
 *
 * @param site the task's site
 * @param task the task
 * @param run the run
 */
public record WorkflowRunRef(SiteId site, TaskId task, WorkflowRunId run) {}
