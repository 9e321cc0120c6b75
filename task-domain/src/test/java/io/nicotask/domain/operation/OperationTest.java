package io.nicotask.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.domain.value.ComponentType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OperationTest {

    @Test
    void has_the_codes_of_the_contract_by_type() {
        Map<String, List<String>> codes = Arrays.stream(Operation.values())
                .collect(Collectors.groupingBy(
                        operation -> operation.type().code(),
                        Collectors.mapping(Operation::code, Collectors.toList())));

        assertThat(codes)
                .isEqualTo(Map.of(
                        "power_control",
                        List.of(
                                "power_on",
                                "force_power_on",
                                "power_off",
                                "force_power_off",
                                "restart",
                                "force_restart",
                                "warm_reset",
                                "cold_reset"),
                        "firmware_control",
                        List.of("upgrade", "downgrade", "rollback"),
                        "bring_up",
                        List.of("bring_up", "ingest")));
    }

    @ParameterizedTest
    @EnumSource
    void is_found_by_its_code_in_exact_case_only(Operation operation) {
        assertThat(Operation.ofCode(operation.code())).contains(operation);
        assertThat(Operation.ofCode(operation.name())).isEmpty();
    }

    @Test
    void component_types_have_the_labels_of_the_contract() {
        assertThat(Arrays.stream(ComponentType.values()).map(ComponentType::label))
                .containsExactlyInAnyOrder("Compute", "NVSwitch", "PowerShelf", "ToRSwitch", "UMS", "CDU", "Unknown");
    }

    @ParameterizedTest
    @EnumSource
    void a_component_type_is_found_by_its_label(ComponentType type) {
        assertThat(ComponentType.ofLabel(type.label())).contains(type);
        assertThat(ComponentType.ofLabel(type.label() + " ")).isEmpty();
    }
}
