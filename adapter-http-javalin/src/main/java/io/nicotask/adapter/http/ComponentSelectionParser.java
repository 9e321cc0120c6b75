package io.nicotask.adapter.http;

import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses {@code componentsByType} of a submit. */
final class ComponentSelectionParser {

    /** The most components that one task may name. */
    static final int LIMIT = 1000;

    private static final String FIELD = "componentsByType";
    private static final List<ComponentType> TYPES = Arrays.stream(ComponentType.values())
            .filter(type -> type != ComponentType.UNKNOWN)
            .toList();

    private final FieldErrors errors;
    private final Map<ComponentType, Set<ComponentId>> read = new EnumMap<>(ComponentType.class);

    private ComponentSelectionParser(FieldErrors errors) {
        this.errors = errors;
    }

    /** Returns the named components, or the whole rack when none is named, and adds what is wrong to the errors. */
    static ComponentSelection read(@Nullable Map<String, @Nullable List<@Nullable String>> byType, FieldErrors errors) {
        ComponentSelectionParser parser = new ComponentSelectionParser(errors);
        if (byType != null) {
            parser.readAll(byType);
        }
        return new ComponentSelection(parser.read);
    }

    private void readAll(Map<String, @Nullable List<@Nullable String>> byType) {
        int named = byType.values().stream()
                .filter(Objects::nonNull)
                .mapToInt(List::size)
                .sum();
        if (named > LIMIT) {
            errors.add(FIELD, "must not name more than " + LIMIT + " components");
        } else {
            byType.forEach(this::read);
        }
    }

    private void read(String label, @Nullable List<@Nullable String> ids) {
        Optional<ComponentType> type =
                TYPES.stream().filter(known -> known.label().equals(label)).findFirst();
        if (type.isEmpty()) {
            // The error does not repeat the keys, because their number and length are not limited.
            errors.add(
                    FIELD,
                    TYPES.stream()
                            .map(ComponentType::label)
                            .collect(Collectors.joining(", ", "must have no keys but ", "")));
        } else if (ids == null || ids.isEmpty()) {
            errors.add(FIELD + '.' + label, "must name at least one component");
        } else {
            read(type.get(), ids);
        }
    }

    private void read(ComponentType type, List<@Nullable String> ids) {
        for (int index = 0; index < ids.size(); index++) {
            String field = FIELD + '.' + type.label() + '[' + index + ']';
            Optional<UUID> id = errors.parseUuid(field, Objects.requireNonNullElse(ids.get(index), ""));
            if (id.isPresent() && !setOf(type).add(new ComponentId(id.get()))) {
                errors.add(field, "must not be named twice");
            }
        }
    }

    private Set<ComponentId> setOf(ComponentType type) {
        return read.computeIfAbsent(type, none -> new HashSet<>());
    }
}
