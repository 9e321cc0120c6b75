package io.nicotask.application.memory;

import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.RackId;
import java.util.HashMap;
import java.util.Map;

/** The highest token that each component has seen. */
final class ScriptedFence {

    private final Map<Place, FencingToken> tokens = new HashMap<>();

    /** Refuses a command with a lower token than one of its components has seen. */
    void check(HardwareCommand command) {
        for (ComponentId component : command.components()) {
            FencingToken seen = seenBy(command, component);
            if (command.fencingToken().compareTo(seen) < 0) {
                throw new StaleFencingToken(command.fencingToken() + " comes after " + seen);
            }
        }
    }

    void raise(HardwareCommand command) {
        for (ComponentId component : command.components()) {
            FencingToken seen = seenBy(command, component);
            tokens.put(
                    new Place(command.rack(), component),
                    command.fencingToken().compareTo(seen) < 0 ? seen : command.fencingToken());
        }
    }

    private FencingToken seenBy(HardwareCommand command, ComponentId component) {
        return tokens.getOrDefault(new Place(command.rack(), component), new FencingToken(1));
    }

    private record Place(RackId rack, ComponentId component) {}
}
