package io.nicotask.domain.task;

import java.time.Instant;

/**
 * The one execution of a task's workflow that has passed the gate.
 *
 * @param id the run of the workflow
 * @param startedAt when it passed
 */
public record Run(RunId id, Instant startedAt) {}
