package io.nicotask.application.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.OperationRulesContract;
import io.nicotask.application.memory.InMemoryOperationRules;
import io.nicotask.application.port.OperationRules;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class InMemoryOperationRulesTest extends OperationRulesContract {

    private static final OperationRule OWN = new OperationRule(
            new RuleId(new UUID(1, 1)),
            Operation.RESTART,
            List.of(List.of(new Step(ComponentType.CDU, InterruptPolicy.RUN_TO_COMPLETION, 0, Duration.ofMinutes(1)))));

    private final InMemoryOperationRules rules = new InMemoryOperationRules();

    @Test
    void an_added_rule_is_found_and_is_not_a_default() {
        rules.put(OWN);

        assertThat(rules.find(OWN.id())).contains(OWN);
        assertThat(rules.defaultFor(Operation.RESTART)).isNotEqualTo(OWN);
    }

    @Test
    void an_added_default_rule_applies_to_its_operation_only() {
        rules.putDefault(OWN);

        assertThat(rules.defaultFor(Operation.RESTART)).isEqualTo(OWN);
        assertThat(rules.defaultFor(Operation.POWER_ON)).isNotEqualTo(OWN);
    }

    @Test
    void a_removed_rule_is_not_found() {
        rules.put(OWN);

        rules.remove(OWN.id());

        assertThat(rules.find(OWN.id())).isEmpty();
    }

    @Override
    protected OperationRules rules() {
        return rules;
    }
}
