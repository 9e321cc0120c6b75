package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.OperationRules;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.value.RuleId;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of {@link OperationRules}. */
public abstract class OperationRulesContract extends PortContract {

    /** The rules under test. */
    protected abstract OperationRules rules();

    /** The same, with its calls recorded. */
    final OperationRules recordedRules() {
        return calls.recorded(OperationRules.class, rules());
    }

    @ParameterizedTest
    @EnumSource
    void every_operation_has_a_default_rule_with_stages(Operation operation) {
        OperationRule rule = recordedRules().defaultFor(operation);

        assertThat(rule.operation()).isEqualTo(operation);
        assertThat(rule.stages()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_default_rule_is_found_by_its_id_and_stays_the_same(Operation operation) {
        OperationRule rule = recordedRules().defaultFor(operation);

        assertThat(recordedRules().find(rule.id())).contains(rule);
        assertThat(recordedRules().defaultFor(operation)).isEqualTo(rule);
    }

    @Test
    void every_default_rule_has_its_own_id() {
        assertThat(Arrays.stream(Operation.values())
                        .map(operation -> recordedRules().defaultFor(operation).id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void an_unknown_id_finds_no_rule() {
        assertThat(recordedRules().find(new RuleId(new UUID(0, 404)))).isEmpty();
    }
}
