package io.nicotask.application.port;

import io.nicotask.domain.task.TaskStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of state of a task.
 *
 * @param from the state it left, or null when the task was created
 * @param to the state it went to
 * @param at when
 * @param cause why
 */
public record HistoryEntry(@Nullable TaskStatus from, TaskStatus to, Instant at, ChangeCause cause) {}
