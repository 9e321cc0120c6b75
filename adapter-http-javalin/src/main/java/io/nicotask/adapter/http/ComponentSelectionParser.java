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

/** Reads which components of a rack a submit names. */
final class ComponentSelectionParser {

    /** How many components one task may name. */
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

    /** The components that are named, or the whole rack when none is; what is wrong goes to the faults. */
    static ComponentSelection read(@Nullable Map<String, @Nullable List<@Nullable String>> byType, FieldErrors errors) {
        ComponentSelectionParser form = new ComponentSelectionParser(errors);
        if (byType != null) {
            form.readAll(byType);
        }
        return new ComponentSelection(form.read);
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
            // Keys are not told back: there may be any number of them, of any length.
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
