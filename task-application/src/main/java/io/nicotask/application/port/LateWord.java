package io.nicotask.application.port;

import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.time.Instant;

/**
 * What a worker told about a task when the task could no longer take it.
 *
 * @param task the task
 * @param run the run that told it
 * @param told what, in one line
 * @param at when it came
 */
public record LateWord(TaskId task, RunId run, String told, Instant at) {}
