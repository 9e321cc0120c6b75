package io.nicotask.application.memory;

import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The progress of the components with one command. */
final class ScriptedHardwareJob {

    private final Map<ComponentId, Integer> calls = new HashMap<>();
    private final Map<ComponentId, ComponentStatus> ended = new HashMap<>();

    /**
     * Counts one more call for a component.
     *
     * @param callsNeeded how many calls it needs to end
     * @param end how it ends
     */
    ComponentStatus call(ComponentId component, int callsNeeded, Supplier<ComponentStatus> end) {
        int now = calls.merge(component, 1, Integer::sum);
        if (!ended.containsKey(component) && now >= callsNeeded) {
            ended.put(component, end.get());
        }
        return ended.getOrDefault(component, new ComponentStatus.Working());
    }

    boolean isWorking(ComponentId component) {
        return calls.containsKey(component) && !ended.containsKey(component);
    }

    void cutOff(ComponentId component) {
        ended.put(component, new ComponentStatus.Failed("it was stopped"));
    }

    /** Whether all components that were called have ended; false before the first call. */
    boolean hasEnded() {
        return !calls.isEmpty() && ended.keySet().containsAll(calls.keySet());
    }

    /** Two commands with the same key are one job. */
    record Key(TaskId task, int stage, ComponentType type, int tryNumber) {

        static Key of(HardwareCommand command) {
            return new Key(command.task(), command.stage(), command.type(), command.tryNumber());
        }
    }
}
