package io.nicotask.adapter.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The components of a task as JSON: ids by the label of their type, or null for the whole rack. */
final class ComponentsColumnJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, List<UUID>>> SHAPE = new TypeReference<>() {};

    private ComponentsColumnJson() {}

    static @Nullable String write(ComponentSelection components) {
        if (components.isWholeRack()) {
            return null;
        }
        Map<String, List<UUID>> labelled = new HashMap<>();
        components.byType().forEach((type, ids) -> labelled.put(type.label(), uuids(ids)));
        try {
            return MAPPER.writeValueAsString(labelled);
        } catch (JsonProcessingException defect) {
            throw new UncheckedIOException(defect);
        }
    }

    static ComponentSelection read(@Nullable String json) {
        if (json == null) {
            return ComponentSelection.WHOLE_RACK;
        }
        Map<ComponentType, Set<ComponentId>> byType = new HashMap<>();
        try {
            MAPPER.readValue(json, SHAPE)
                    .forEach((label, ids) -> byType.computeIfAbsent(type(label), none -> new HashSet<>())
                            .addAll(ids.stream().map(ComponentId::new).toList()));
        } catch (JsonProcessingException defect) {
            throw new UncheckedIOException(defect);
        }
        return new ComponentSelection(byType);
    }

    private static List<UUID> uuids(Set<ComponentId> ids) {
        return ids.stream().map(ComponentId::value).toList();
    }

    /** Reads a type that only a later version knows as {@code UNKNOWN}, so that its components still conflict. */
    private static ComponentType type(String label) {
        return ComponentType.ofLabel(label).orElse(ComponentType.UNKNOWN);
    }
}
