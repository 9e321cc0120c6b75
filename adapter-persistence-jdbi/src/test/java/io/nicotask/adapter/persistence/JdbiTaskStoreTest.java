package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.TaskStoreContract;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.domain.task.Task;
import java.time.Instant;
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
}
