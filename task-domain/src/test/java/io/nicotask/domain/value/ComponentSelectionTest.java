package io.nicotask.domain.value;

import static io.nicotask.domain.task.TaskFixtures.aTask;
import static io.nicotask.domain.value.ComponentSelection.WHOLE_RACK;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.task.TaskSpec;
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

final class ComponentSelectionTest {

    private static final ComponentId ONE = new ComponentId(new UUID(0, 1));
    private static final ComponentId TWO = new ComponentId(new UUID(0, 2));
    private static final ComponentId THREE = new ComponentId(new UUID(0, 3));
    private static final ComponentSelection TRAYS = new ComponentSelection(Map.of(COMPUTE, Set.of(ONE, TWO)));
    private static final ComponentSelection TRAYS_AND_SHELF =
            new ComponentSelection(Map.of(COMPUTE, Set.of(ONE), POWER_SHELF, Set.of(TWO)));

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(WHOLE_RACK, WHOLE_RACK, true),
                Arguments.of(WHOLE_RACK, TRAYS, true),
                Arguments.of(TRAYS, TRAYS, true),
                Arguments.of(TRAYS, TRAYS_AND_SHELF, true),
                Arguments.of(TRAYS, new ComponentSelection(Map.of(COMPUTE, Set.of(TWO, THREE))), true),
                Arguments.of(TRAYS, new ComponentSelection(Map.of(COMPUTE, Set.of(THREE))), false),
                Arguments.of(TRAYS, new ComponentSelection(Map.of(POWER_SHELF, Set.of(ONE, TWO))), false),
                Arguments.of(TRAYS_AND_SHELF, new ComponentSelection(Map.of(POWER_SHELF, Set.of(TWO))), true),
                Arguments.of(TRAYS_AND_SHELF, new ComponentSelection(Map.of(POWER_SHELF, Set.of(ONE))), false));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void overlap_is_symmetric_and_needs_a_shared_component(
            ComponentSelection one, ComponentSelection other, boolean overlap) {
        assertThat(one.overlaps(other)).isEqualTo(overlap);
        assertThat(other.overlaps(one)).isEqualTo(overlap);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tasks_conflict_when_their_components_overlap(
            ComponentSelection one, ComponentSelection other, boolean overlap) {
        TaskSpec first = aTask().touching(one).build().spec();
        TaskSpec second = aTask().touching(other).build().spec();

        assertThat(RackConflicts.SHARED_COMPONENTS.conflict(first, second)).isEqualTo(overlap);
        assertThat(RackConflicts.SHARED_COMPONENTS.conflict(second, first)).isEqualTo(overlap);
    }

    @Test
    void naming_none_means_the_whole_rack() {
        assertThat(new ComponentSelection(Map.of())).isEqualTo(WHOLE_RACK);
        assertThat(WHOLE_RACK.isWholeRack()).isTrue();
        assertThat(TRAYS.isWholeRack()).isFalse();
    }

    @Test
    void the_ids_of_a_type_are_the_named_ones() {
        assertThat(TRAYS_AND_SHELF.idsOf(COMPUTE)).containsExactly(ONE);
        assertThat(TRAYS.idsOf(POWER_SHELF)).isEmpty();
        assertThat(WHOLE_RACK.idsOf(COMPUTE)).isEmpty();
    }

    @Test
    void a_type_without_ids_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ComponentSelection(Map.of(COMPUTE, Set.of(ONE), POWER_SHELF, Set.of())))
                .withMessage("No component of type PowerShelf is named");
    }

    @Test
    void components_do_not_change_with_the_collections_they_were_built_from() {
        Set<ComponentId> trays = new HashSet<>(Set.of(ONE, TWO));
        Map<ComponentType, Set<ComponentId>> named = new HashMap<>(Map.of(COMPUTE, trays));
        ComponentSelection components = new ComponentSelection(named);

        trays.add(THREE);
        named.put(POWER_SHELF, Set.of(ONE));

        assertThat(components).isEqualTo(TRAYS).hasSameHashCodeAs(TRAYS);
    }

    @Test
    void components_cannot_be_changed_by_their_readers() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> TRAYS.byType().put(POWER_SHELF, Set.of(ONE)));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> TRAYS.idsOf(COMPUTE).add(THREE));
    }
}
