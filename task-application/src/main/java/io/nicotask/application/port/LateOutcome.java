package io.nicotask.application.port;

import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;

/**
 * What a worker told about a task when the task could no longer take it.
 *
 * @param task the task
 * @param run the run that told it
 * @param result what, in one line
 * @param at when it came
 */
public record LateOutcome(TaskId task, WorkflowRunId run, String result, Instant at) {}
