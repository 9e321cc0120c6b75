package io.nicotask.domain.task;

import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static io.nicotask.domain.task.Components.WHOLE_RACK;
import static io.nicotask.domain.task.TaskFixtures.aTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ComponentsTest {

    private static final ComponentId ONE = new ComponentId(new UUID(0, 1));
    private static final ComponentId TWO = new ComponentId(new UUID(0, 2));
    private static final ComponentId THREE = new ComponentId(new UUID(0, 3));
    private static final Components TRAYS = new Components(Map.of(COMPUTE, Set.of(ONE, TWO)));
    private static final Components TRAYS_AND_SHELF =
            new Components(Map.of(COMPUTE, Set.of(ONE), POWER_SHELF, Set.of(TWO)));

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(WHOLE_RACK, WHOLE_RACK, true),
                Arguments.of(WHOLE_RACK, TRAYS, true),
                Arguments.of(TRAYS, TRAYS, true),
                Arguments.of(TRAYS, TRAYS_AND_SHELF, true),
                Arguments.of(TRAYS, new Components(Map.of(COMPUTE, Set.of(TWO, THREE))), true),
                Arguments.of(TRAYS, new Components(Map.of(COMPUTE, Set.of(THREE))), false),
                Arguments.of(TRAYS, new Components(Map.of(POWER_SHELF, Set.of(ONE, TWO))), false),
                Arguments.of(TRAYS_AND_SHELF, new Components(Map.of(POWER_SHELF, Set.of(TWO))), true),
                Arguments.of(TRAYS_AND_SHELF, new Components(Map.of(POWER_SHELF, Set.of(ONE))), false));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void overlap_when_both_touch_a_component_whichever_is_asked(Components one, Components other, boolean overlap) {
        assertThat(one.overlap(other)).isEqualTo(overlap);
        assertThat(other.overlap(one)).isEqualTo(overlap);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tasks_conflict_when_their_components_overlap(Components one, Components other, boolean overlap) {
        TaskRequest first = aTask().touching(one).build().request();
        TaskRequest second = aTask().touching(other).build().request();

        assertThat(ConflictPolicy.SHARED_COMPONENTS.conflict(first, second)).isEqualTo(overlap);
        assertThat(ConflictPolicy.SHARED_COMPONENTS.conflict(second, first)).isEqualTo(overlap);
    }

    @Test
    void naming_none_means_the_whole_rack() {
        assertThat(new Components(Map.of())).isEqualTo(WHOLE_RACK);
        assertThat(WHOLE_RACK.isWholeRack()).isTrue();
        assertThat(TRAYS.isWholeRack()).isFalse();
    }

    @Test
    void the_ids_of_a_type_are_those_that_are_named() {
        assertThat(TRAYS_AND_SHELF.of(COMPUTE)).containsExactly(ONE);
        assertThat(TRAYS.of(POWER_SHELF)).isEmpty();
        assertThat(WHOLE_RACK.of(COMPUTE)).isEmpty();
    }

    @Test
    void a_type_without_ids_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Components(Map.of(COMPUTE, Set.of(ONE), POWER_SHELF, Set.of())))
                .withMessage("No component of type PowerShelf is named");
    }

    @Test
    void components_do_not_change_with_the_collections_they_were_made_of() {
        Set<ComponentId> trays = new HashSet<>(Set.of(ONE, TWO));
        Map<ComponentType, Set<ComponentId>> named = new HashMap<>(Map.of(COMPUTE, trays));
        Components components = new Components(named);

        trays.add(THREE);
        named.put(POWER_SHELF, Set.of(ONE));

        assertThat(components).isEqualTo(TRAYS).hasSameHashCodeAs(TRAYS);
    }

    @Test
    void components_cannot_be_changed_by_those_who_read_them() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> TRAYS.byType().put(POWER_SHELF, Set.of(ONE)));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> TRAYS.of(COMPUTE).add(THREE));
    }
}
