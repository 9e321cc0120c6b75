package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.OperationRules.Plan;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.TaskRequest;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all {@link OperationRules} do. */
public abstract class OperationRulesContract {

    /** The rules under test. */
    protected abstract OperationRules rules();

    @ParameterizedTest
    @EnumSource
    void every_operation_has_something_to_do_in_each_of_its_stages(Operation operation) {
        Plan plan = rules().planFor(requestFor(operation));

        assertThat(plan.stages())
                .isNotEmpty()
                .allSatisfy(types -> assertThat(types).isNotEmpty().doesNotHaveDuplicates());
    }

    @ParameterizedTest
    @EnumSource
    void the_same_request_has_the_same_plan(Operation operation) {
        TaskRequest request = requestFor(operation);

        Plan plan = rules().planFor(request);

        assertThat(rules().planFor(request)).isEqualTo(plan);
    }

    private static TaskRequest requestFor(Operation operation) {
        SiteId site = new SiteId(UUID.randomUUID());
        return new TaskRequest(site, new RackId(UUID.randomUUID()), operation, "", null);
    }
}
