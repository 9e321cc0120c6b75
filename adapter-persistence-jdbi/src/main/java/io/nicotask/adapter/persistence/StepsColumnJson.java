package io.nicotask.adapter.persistence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The unfinished steps of a task as JSON, which a query builds so that each stop is one row. */
final class StepsColumnJson {

    /** The expression for {@code task t}; null when it has no unfinished step. */
    static final String EXPRESSION = """
            (select jsonb_agg(jsonb_build_object(
                        'stage', u.stage, 'type', u.component_type, 'begun', u.begun_at, 'deadline', u.deadline_at,
                        'knownAt', u.known_at, 'unknown', u.unknown, 'cause', u.last_cause)
                    order by u.stage, u.component_type)
             from nico.unfinished_step u where u.task_id = t.id)""";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<List<StepJson>> SHAPE = new TypeReference<>() {};

    private StepsColumnJson() {}

    static List<StepStatus> statuses(@Nullable String json) {
        return read(json).map(StepJson::toStatus).toList();
    }

    /** Returns the keys of the steps of the task. */
    static Set<StepKey> keys(@Nullable String json, TaskId task) {
        return read(json)
                .map(step -> new StepKey(task, step.stage(), step.componentType()))
                .collect(Collectors.toSet());
    }

    private static Stream<StepJson> read(@Nullable String json) {
        if (json == null) {
            return Stream.empty();
        }
        try {
            return MAPPER.readValue(json, SHAPE).stream();
        } catch (JsonProcessingException defect) {
            throw new UncheckedIOException(defect);
        }
    }

    private record StepJson(
            @JsonProperty("stage") int stage,
            @JsonProperty("type") String type,
            @JsonProperty("begun") String begun,
            @JsonProperty("deadline") String deadline,
            @JsonProperty("knownAt") String knownAt,
            @JsonProperty("unknown") Map<UUID, String> unknown,
            @JsonProperty("cause") @Nullable String cause) {

        private StepStatus toStatus() {
            return new StepStatus(
                    componentType(),
                    instant(begun),
                    instant(deadline),
                    instant(knownAt),
                    unknown.entrySet().stream()
                            .collect(Collectors.toMap(entry -> new ComponentId(entry.getKey()), Map.Entry::getValue)),
                    cause);
        }

        private ComponentType componentType() {
            return ComponentType.ofLabel(type).orElse(ComponentType.UNKNOWN);
        }

        private static Instant instant(String text) {
            return OffsetDateTime.parse(text).toInstant();
        }
    }
}
