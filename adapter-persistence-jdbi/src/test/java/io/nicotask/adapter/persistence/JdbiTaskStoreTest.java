package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.TaskStoreContract;
import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class JdbiTaskStoreTest extends TaskStoreContract {

    private static final Instant NOW = Instant.parse("2026-06-01T12:05:00Z");

    JdbiTaskStoreTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStore.class);
    }

    @Test
    void a_late_outcome_does_not_wait_for_the_lock_of_the_task() {
        Task task = stored(aRunningTask());
        LateOutcome late = new LateOutcome(task.id(), RUN, "Succeeded", NOW);

        store.transactions().inTransaction(() -> {
            assertThat(store.tasks().lock(SCOPE, task.id())).contains(task);
            return ConcurrentRuns.elsewhere(() -> {
                store.tasks().insertLateOutcome(SCOPE, late);
                return late;
            });
        });

        assertThat(store.lateOutcomes()).containsExactly(late);
    }

    @Test
    void control_characters_of_hardware_are_removed_from_an_alert() {
        Task task = stored(aRunningTask());
        ComponentId component = new ComponentId(new UUID(9, 1));

        store.tasks()
                .insertInspectionAlert(
                        SCOPE,
                        new InspectionAlert(task.id(), ComponentType.CDU, component, "\0cut off\n\tat hardware", NOW));

        assertThat(store.inspectionAlerts())
                .containsExactly(new InspectionAlert(task.id(), ComponentType.CDU, component, "cut off", NOW));
    }
}
