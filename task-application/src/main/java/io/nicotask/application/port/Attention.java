package io.nicotask.application.port;

import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.Text;
import java.time.Instant;

/**
 * A component that somebody must look at, since the work on it was cut off.
 *
 * @param task the task whose work it was
 * @param type the component's type
 * @param component the component
 * @param why the first line of what was said, as {@link Text#errorLine}
 * @param at when the hardware said so
 */
public record Attention(TaskId task, ComponentType type, ComponentId component, String why, Instant at) {

    public Attention {
        why = Text.errorLine(why);
    }
}
