package io.nicotask.domain.value;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The components of a rack that a task works on: the listed ones, or the whole rack when none is listed.
 *
 * @param byType the ids of the listed components by component type; empty for the whole rack
 */
public record ComponentSelection(Map<ComponentType, Set<ComponentId>> byType) {

    /** Every component of the rack. */
    public static final ComponentSelection WHOLE_RACK = new ComponentSelection(Map.of());

    public ComponentSelection {
        Map<ComponentType, Set<ComponentId>> copy = new EnumMap<>(ComponentType.class);
        byType.forEach((type, ids) -> copy.put(type, copyOfIds(type, ids)));
        byType = Collections.unmodifiableMap(copy);
    }

    /** Returns whether the selection lists no component and so covers the whole rack. */
    public boolean isWholeRack() {
        return byType.isEmpty();
    }

    /** Returns whether both selections cover a common component. */
    public boolean overlaps(ComponentSelection other) {
        return isWholeRack()
                || other.isWholeRack()
                || byType.entrySet().stream()
                        .anyMatch(entry -> !Collections.disjoint(entry.getValue(), other.idsOf(entry.getKey())));
    }

    /** Returns the listed ids of the type; empty when the type has none, also for the whole rack. */
    public Set<ComponentId> idsOf(ComponentType type) {
        return byType.getOrDefault(type, Set.of());
    }

    /** Refuses a type without ids, which could mean none or all of its components. */
    private static Set<ComponentId> copyOfIds(ComponentType type, Set<ComponentId> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("No component of type " + type.label() + " is named");
        }
        return Set.copyOf(ids);
    }
}
