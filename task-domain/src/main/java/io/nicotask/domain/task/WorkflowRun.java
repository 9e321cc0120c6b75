package io.nicotask.domain.task;

import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;

/**
 * The one execution of a task's workflow that has passed the gate.
 *
 * @param id the run of the workflow
 * @param startedAt when it passed
 */
public record WorkflowRun(WorkflowRunId id, Instant startedAt) {}
