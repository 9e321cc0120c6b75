package io.nicotask.domain.task;

import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;

/**
 * The one run of a task's workflow that has passed the start gate.
 *
 * @param id the run's id
 * @param startedAt when it passed the gate
 */
public record WorkflowRun(WorkflowRunId id, Instant startedAt) {}
