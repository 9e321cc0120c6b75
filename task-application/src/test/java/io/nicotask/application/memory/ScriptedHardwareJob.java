package io.nicotask.application.memory;

import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;

/**
 * What one component does for one try of a step; it goes on by itself once it has begun.
 *
 * @param begunAt when it began
 * @param takes how long it takes
 * @param end how it ends
 * @param isCutOff whether it was cut off
 */
record ScriptedHardwareJob(Instant begunAt, Duration takes, ComponentStatus end, boolean isCutOff) {

    /** How far it is, unless the test holds it. */
    ComponentStatus statusAt(Instant now, boolean isHeld) {
        if (isCutOff) {
            return new ComponentStatus.Stopped();
        }
        if (isHeld) {
            return new ComponentStatus.Acting(null);
        }
        Instant until = begunAt.plus(takes);
        return now.isBefore(until) ? new ComponentStatus.Acting(until) : end;
    }

    ScriptedHardwareJob cutOff() {
        return new ScriptedHardwareJob(begunAt, takes, end, true);
    }

    /** Identifies equal commands to a component, except for the try. */
    record Key(TaskId task, int stage, ComponentType type, RackId rack, ComponentId component) {

        static Key of(HardwareCommand command, ComponentId component) {
            return new Key(command.task(), command.stage(), command.type(), command.rack(), component);
        }

        boolean isAnothersPlace(Key other) {
            return rack.equals(other.rack) && component.equals(other.component) && !task.equals(other.task);
        }
    }
}
