package io.nicotask.application.memory;

import io.nicotask.application.port.RackHardware.Effect;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.TaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** How far the components are with one order. */
final class ScriptedJob {

    private final Map<ComponentId, Integer> asked = new HashMap<>();
    private final Map<ComponentId, Effect> ended = new HashMap<>();

    /**
     * Asks a component once more.
     *
     * @param asks how often it wants to be asked until it has ended
     * @param end how it ends
     */
    Effect ask(ComponentId component, int asks, Supplier<Effect> end) {
        int now = asked.merge(component, 1, Integer::sum);
        if (!ended.containsKey(component) && now >= asks) {
            ended.put(component, end.get());
        }
        return ended.getOrDefault(component, new Effect.Working());
    }

    boolean isAtWork(ComponentId component) {
        return asked.containsKey(component) && !ended.containsKey(component);
    }

    void cutOff(ComponentId component) {
        ended.put(component, new Effect.Broken("it was stopped"));
    }

    /** Whether all components that were asked have ended; false before one was. */
    boolean hasEnded() {
        return !asked.isEmpty() && ended.keySet().containsAll(asked.keySet());
    }

    /** What makes two orders the same. */
    record Key(TaskId task, int stage, ComponentType type, int round) {

        static Key of(Order order) {
            return new Key(order.task(), order.stage(), order.type(), order.round());
        }
    }
}
