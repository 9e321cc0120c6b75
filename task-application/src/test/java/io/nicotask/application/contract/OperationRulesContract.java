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
public abstract class OperationRulesContract {

    /** The rules under test. */
    protected abstract OperationRules rules();

    @ParameterizedTest
    @EnumSource
    void every_operation_has_a_default_with_something_to_do(Operation operation) {
        OperationRule rule = rules().defaultFor(operation);

        assertThat(rule.operation()).isEqualTo(operation);
        assertThat(rule.stages()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_default_is_found_by_its_id_and_stays_the_same(Operation operation) {
        OperationRule rule = rules().defaultFor(operation);

        assertThat(rules().find(rule.id())).contains(rule);
        assertThat(rules().defaultFor(operation)).isEqualTo(rule);
    }

    @Test
    void every_default_has_an_id_of_its_own() {
        assertThat(Arrays.stream(Operation.values())
                        .map(operation -> rules().defaultFor(operation).id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void an_id_that_is_no_rules_finds_none() {
        assertThat(rules().find(new RuleId(new UUID(0, 404)))).isEmpty();
    }
}
