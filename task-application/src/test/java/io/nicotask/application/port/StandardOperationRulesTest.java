package io.nicotask.application.port;

import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.INTERRUPTIBLE;
import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.RUN_TO_COMPLETION;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.OperationRulesContract;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.value.ComponentType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandardOperationRulesTest extends OperationRulesContract {

    private final OperationRules rules = new StandardOperationRules();

    @ParameterizedTest
    @EnumSource(names = {"POWER_ON", "UPGRADE", "BRING_UP"})
    void power_shelves_come_first(Operation operation) {
        assertThat(orderOf(operation))
                .containsExactly(ComponentType.POWER_SHELF, ComponentType.NV_SWITCH, ComponentType.COMPUTE);
    }

    @ParameterizedTest
    @EnumSource(names = {"POWER_OFF", "FORCE_POWER_OFF"})
    void power_shelves_come_last(Operation operation) {
        assertThat(orderOf(operation))
                .containsExactly(ComponentType.COMPUTE, ComponentType.NV_SWITCH, ComponentType.POWER_SHELF);
    }

    @ParameterizedTest
    @EnumSource
    void firmware_steps_run_to_completion_and_all_others_are_interruptible(Operation operation) {
        InterruptPolicy expected =
                operation.type() == Operation.Type.FIRMWARE_CONTROL ? RUN_TO_COMPLETION : INTERRUPTIBLE;

        assertThat(stepsOf(operation)).extracting(Step::interruptPolicy).containsOnly(expected);
    }

    private List<ComponentType> orderOf(Operation operation) {
        return stepsOf(operation).stream().map(Step::type).toList();
    }

    private List<Step> stepsOf(Operation operation) {
        return rules.defaultFor(operation).stages().stream()
                .flatMap(List::stream)
                .toList();
    }

    @Override
    protected OperationRules rules() {
        return rules;
    }
}
