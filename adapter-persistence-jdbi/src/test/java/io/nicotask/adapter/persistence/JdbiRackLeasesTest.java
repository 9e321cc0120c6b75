package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Race;
import io.nicotask.application.contract.RackLeasesContract;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.domain.task.Task;
import org.junit.jupiter.api.Test;

final class JdbiRackLeasesTest extends RackLeasesContract {

    JdbiRackLeasesTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiRackLeases.class);
    }

    @Test
    void a_beat_waits_neither_for_who_decides_upon_the_task_nor_for_the_rack() {
        Task task = granted(aRunningTask());
        Lease lease = leased(task, "stage-1");

        Renewal renewal = store.transactions().inTransaction(() -> {
            store.racks().lock(HERE, RACK);
            assertThat(store.tasks().lock(HERE, task.id())).contains(task);
            cancel(task);
            return Race.elsewhere(() -> store.leases().renew(lease));
        });

        assertThat(renewal).isEqualTo(Renewal.RENEWED);
        assertThat(store.leases().renew(lease)).isEqualTo(Renewal.TASK_ENDED);
    }
}
