package io.nicotask.domain.operation;

import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.INTERRUPTIBLE;
import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.RUN_TO_COMPLETION;
import static io.nicotask.domain.task.TaskFixtures.RULE;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.value.ComponentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OperationRuleTest {

    private static final Step SHELVES = step(POWER_SHELF, INTERRUPTIBLE);
    private static final Step TRAYS = step(COMPUTE, INTERRUPTIBLE);
    private static final Step FLASH_OF_TRAYS = step(COMPUTE, RUN_TO_COMPLETION);

    @Test
    void a_step_is_found_by_its_stage_and_type() {
        OperationRule rule = rule(List.of(List.of(SHELVES, TRAYS), List.of(FLASH_OF_TRAYS)));

        assertThat(rule.step(1, COMPUTE)).isSameAs(TRAYS);
        assertThat(rule.step(2, COMPUTE)).isSameAs(FLASH_OF_TRAYS);
    }

    @Test
    void a_step_that_a_stage_does_not_have_is_refused() {
        OperationRule rule = rule(List.of(List.of(SHELVES), List.of(TRAYS)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.step(2, NV_SWITCH))
                .withMessage("Rule " + RULE + " has no NVSwitch in stage 2");
    }

    @Test
    void a_stage_has_one_step_per_component_type() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(List.of(List.of(SHELVES), List.of(TRAYS, FLASH_OF_TRAYS))))
                .withMessageStartingWith("A stage has one step per component type, not ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(List.of(List.of(SHELVES), List.of())))
                .withMessage("A stage has one step per component type, not []");
    }

    @Test
    void a_rule_does_not_change_with_the_lists_it_was_built_from() {
        List<Step> stage = new ArrayList<>(List.of(SHELVES));
        List<List<Step>> stages = new ArrayList<>(List.of(stage));
        OperationRule rule = new OperationRule(RULE, Operation.POWER_ON, stages);

        stage.add(TRAYS);
        stages.clear();

        assertThat(rule).isEqualTo(rule(List.of(List.of(SHELVES))));
    }

    @ParameterizedTest
    @CsvSource({"-1, PT1S", "0, PT0S", "0, -PT1S"})
    void a_step_has_no_negative_retries_and_a_positive_timeout(int retries, Duration timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Step(COMPUTE, INTERRUPTIBLE, retries, timeout))
                .withMessageStartingWith("A step cannot have " + retries + " retries and a timeout of " + timeout);
    }

    private static OperationRule rule(List<List<Step>> stages) {
        return new OperationRule(RULE, Operation.POWER_ON, stages);
    }

    private static Step step(ComponentType type, InterruptPolicy interruptPolicy) {
        return new Step(type, interruptPolicy, 0, Duration.ofSeconds(1));
    }
}
