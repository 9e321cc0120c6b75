package io.nicotask.application.port;

import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;

/**
 * A worker's result for a task that has already ended.
 *
 * @param task the task
 * @param run the workflow run that reported the result
 * @param result the result, in one line
 * @param at when it was reported
 */
public record LateOutcome(TaskId task, WorkflowRunId run, String result, Instant at) {}
