package io.nicotask.application.port;

import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.TextConstraints;
import java.time.Instant;

/**
 * A component that an operator has to inspect, because the hardware cannot say whether a step of an ended task still
 * acts on it.
 *
 * @param task the task that worked on the component
 * @param type the component's type
 * @param component the component
 * @param reason why; shortened to one line by {@link TextConstraints#errorLine}
 * @param at since when the status has been unknown
 */
public record InspectionAlert(TaskId task, ComponentType type, ComponentId component, String reason, Instant at) {

    public InspectionAlert {
        reason = TextConstraints.errorLine(reason);
    }
}
