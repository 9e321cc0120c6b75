package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.TaskFixture.RUN;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Race;
import io.nicotask.application.contract.TaskStoreContract;
import io.nicotask.application.port.Attention;
import io.nicotask.application.port.LateWord;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Task;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class JdbiTaskStoreTest extends TaskStoreContract {

    private static final Instant NOW = Instant.parse("2026-06-01T12:05:00Z");

    JdbiTaskStoreTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStore.class);
    }

    @Test
    void what_is_kept_beside_a_task_does_not_wait_for_who_decides_upon_it() {
        Task task = kept(aRunningTask());
        LateWord late = new LateWord(task.id(), RUN, "Succeeded", NOW);

        store.transactions().inTransaction(() -> {
            assertThat(store.tasks().lock(HERE, task.id())).contains(task);
            return Race.elsewhere(() -> {
                store.tasks().keep(HERE, late);
                return late;
            });
        });

        assertThat(store.lateWords()).containsExactly(late);
    }

    @Test
    void whatever_hardware_says_about_a_component_can_be_kept() {
        Task task = kept(aRunningTask());
        ComponentId component = new ComponentId(new UUID(9, 1));

        store.tasks()
                .keep(HERE, new Attention(task.id(), ComponentType.CDU, component, "\0cut off\n\tat hardware", NOW));

        assertThat(store.attentions())
                .containsExactly(new Attention(task.id(), ComponentType.CDU, component, "cut off", NOW));
    }
}
