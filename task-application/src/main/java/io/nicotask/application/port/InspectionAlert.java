package io.nicotask.application.port;

import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;

/**
 * A component that somebody must look at, since the work on it was cut off.
 *
 * @param task the task whose work it was
 * @param type the component's type
 * @param component the component
 * @param reason the first line of what was said, as {@link TextConstraints#errorLine}
 * @param at when the hardware said so
 */
public record InspectionAlert(TaskId task, ComponentType type, ComponentId component, String reason, Instant at) {

    public InspectionAlert {
        reason = TextConstraints.errorLine(reason);
    }
}
