package io.nicotask.application.report;

import io.nicotask.application.port.OperationRules;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.TaskRequest;
import java.util.List;

/** The order that racks are worked through in: power first when they come up, power last when they go down. */
public final class StandardOperationRules implements OperationRules {

    private static final List<ComponentType> UPWARDS =
            List.of(ComponentType.POWER_SHELF, ComponentType.NV_SWITCH, ComponentType.COMPUTE);

    @Override
    public Plan planFor(TaskRequest request) {
        List<ComponentType> order = switch (request.operation()) {
            case POWER_OFF, FORCE_POWER_OFF -> UPWARDS.reversed();
            case POWER_ON,
                    FORCE_POWER_ON,
                    RESTART,
                    FORCE_RESTART,
                    WARM_RESET,
                    COLD_RESET,
                    UPGRADE,
                    DOWNGRADE,
                    ROLLBACK,
                    BRING_UP,
                    INGEST -> UPWARDS;
        };
        return new Plan(order.stream().map(List::of).toList());
    }
}
