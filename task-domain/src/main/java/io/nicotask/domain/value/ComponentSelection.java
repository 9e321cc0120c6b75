package io.nicotask.domain.value;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The components of a rack that a task touches: those that it names, or the whole rack when it names none.
 *
 * @param byType the ids that are named, by the type of component; empty for the whole rack
 */
public record ComponentSelection(Map<ComponentType, Set<ComponentId>> byType) {

    /** Everything that is in the rack. */
    public static final ComponentSelection WHOLE_RACK = new ComponentSelection(Map.of());

    public ComponentSelection {
        Map<ComponentType, Set<ComponentId>> copy = new EnumMap<>(ComponentType.class);
        byType.forEach((type, ids) -> copy.put(type, named(type, ids)));
        byType = Collections.unmodifiableMap(copy);
    }

    /** Whether no component is named, which means all of them. */
    public boolean isWholeRack() {
        return byType.isEmpty();
    }

    /** Whether a component is touched by both. */
    public boolean overlaps(ComponentSelection other) {
        return isWholeRack()
                || other.isWholeRack()
                || byType.entrySet().stream()
                        .anyMatch(named -> !Collections.disjoint(named.getValue(), other.idsOf(named.getKey())));
    }

    /** The ids that are named of the type. */
    public Set<ComponentId> idsOf(ComponentType type) {
        return byType.getOrDefault(type, Set.of());
    }

    /** A type with no ids could be read as none of them or as all of them. */
    private static Set<ComponentId> named(ComponentType type, Set<ComponentId> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("No component of type " + type.label() + " is named");
        }
        return Set.copyOf(ids);
    }
}
