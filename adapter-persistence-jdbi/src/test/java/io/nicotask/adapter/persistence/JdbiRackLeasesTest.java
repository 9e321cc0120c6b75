package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ConcurrentRuns;
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
    void a_heartbeat_waits_neither_for_a_decision_about_the_task_nor_for_the_rack() {
        Task task = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(task, "stage-1");

        Renewal renewal = store.transactions().inTransaction(() -> {
            store.racks().lock(SCOPE, RACK);
            assertThat(store.tasks().lock(SCOPE, task.id())).contains(task);
            cancel(task);
            return ConcurrentRuns.elsewhere(() -> store.leases().renew(lease));
        });

        assertThat(renewal).isEqualTo(Renewal.RENEWED);
        assertThat(store.leases().renew(lease)).isEqualTo(Renewal.TASK_ENDED);
    }
}
