package io.nicotask.application.port;

import io.nicotask.domain.task.TaskStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a task's state.
 *
 * @param from the previous state, or null when the task was created
 * @param to the new state
 * @param at when
 * @param cause the cause of the change
 */
public record HistoryEntry(@Nullable TaskStatus from, TaskStatus to, Instant at, ChangeCause cause) {}
