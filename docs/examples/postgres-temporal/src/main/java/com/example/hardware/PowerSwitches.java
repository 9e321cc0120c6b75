package com.example.hardware;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The hardware of the service: switches that turn at once. Real ones keep the tokens, and what they have done, durably:
 * here both last as long as the process.
 */
public final class PowerSwitches implements RackHardware {

    private record Step(TaskId task, int stage, ComponentId component) {}

    private final Map<ComponentId, FencingToken> tokens = new HashMap<>();
    private final Set<Step> done = new HashSet<>();

    @Override
    public Set<ComponentId> components(RackId rack, ComponentType type) {
        String name = rack + "/" + type;
        return Set.of(new ComponentId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public synchronized Map<ComponentId, ComponentStatus> ensure(HardwareCommand command) {
        for (ComponentId component : command.components()) {
            FencingToken seen = tokens.getOrDefault(component, command.fencingToken());
            if (command.fencingToken().compareTo(seen) < 0) {
                throw new StaleFencingToken(component + " has seen the token " + seen);
            }
        }
        remember(command);
        command.components().forEach(component -> done.add(stepOf(command, component)));
        return statuses(command);
    }

    @Override
    public synchronized Map<ComponentId, ComponentStatus> quiesce(HardwareCommand command) {
        remember(command);
        return statuses(command);
    }

    private void remember(HardwareCommand command) {
        command.components()
                .forEach(component -> tokens.merge(
                        component, command.fencingToken(), (seen, given) -> given.compareTo(seen) > 0 ? given : seen));
    }

    private Map<ComponentId, ComponentStatus> statuses(HardwareCommand command) {
        return command.components().stream()
                .collect(Collectors.toMap(
                        component -> component,
                        component -> done.contains(stepOf(command, component))
                                ? new ComponentStatus.Ended(null)
                                : new ComponentStatus.NeverBegun()));
    }

    private static Step stepOf(HardwareCommand command, ComponentId component) {
        return new Step(command.task(), command.stage(), component);
    }
}
