package io.nicotask.application.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.OperationRulesContract;
import io.nicotask.application.port.OperationRules;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandardOperationRulesTest extends OperationRulesContract {

    private final OperationRules rules = new StandardOperationRules();

    @ParameterizedTest
    @EnumSource(names = {"POWER_ON", "UPGRADE", "BRING_UP"})
    void power_comes_first(Operation operation) {
        assertThat(orderOf(operation))
                .containsExactly(ComponentType.POWER_SHELF, ComponentType.NV_SWITCH, ComponentType.COMPUTE);
    }

    @ParameterizedTest
    @EnumSource(names = {"POWER_OFF", "FORCE_POWER_OFF"})
    void power_goes_last(Operation operation) {
        assertThat(orderOf(operation))
                .containsExactly(ComponentType.COMPUTE, ComponentType.NV_SWITCH, ComponentType.POWER_SHELF);
    }

    private List<ComponentType> orderOf(Operation operation) {
        TaskRequest request =
                new TaskRequest(new SiteId(UUID.randomUUID()), new RackId(UUID.randomUUID()), operation, "", null);
        return rules.planFor(request).stages().stream().flatMap(List::stream).toList();
    }

    @Override
    protected OperationRules rules() {
        return rules;
    }
}
