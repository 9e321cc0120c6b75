package io.nicotask.adapter.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.UnfinishedStepsContract;
import io.nicotask.application.port.StopQueries.InspectionAlert;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class JdbiUnfinishedStepsTest extends UnfinishedStepsContract {

    JdbiUnfinishedStepsTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiUnfinishedSteps.class);
    }

    @Test
    void whatever_hardware_says_about_a_component_can_be_kept() {
        Task task = endedWithUnfinishedStep(1);

        observeUnknown(task, Map.of(new ComponentId(new UUID(9, 1)), "\0cut off\n\tat hardware"));

        assertThat(store.stops().findUnconfirmed(SCOPE, null, 1).getFirst().alerts())
                .extracting(InspectionAlert::reason)
                .containsExactly("cut off");
    }
}
