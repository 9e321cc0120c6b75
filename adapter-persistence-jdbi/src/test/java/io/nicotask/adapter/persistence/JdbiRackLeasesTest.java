package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.DirectWrites;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.RackLeasesContract;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.TaskChange;
import io.nicotask.domain.task.Task;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiRackLeasesTest extends RackLeasesContract {

    JdbiRackLeasesTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiRackLeases.class);
    }

    @Test
    void a_heartbeat_waits_neither_for_a_decision_about_the_task_nor_for_the_rack() {
        Task task = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(task, "stage-1");

        Jdbi jdbi = PostgresStoreUnderTest.jdbi();

        Renewal renewal = jdbi.inTransaction(handle -> {
            DirectWrites.to(PostgresStoreUnderTest.storageOn(jdbi))
                    .update(SCOPE, new TaskChange(task, cancelled(task), CAUSE));
            return ConcurrentRuns.elsewhere(() -> store.leases().renew(lease));
        });

        assertThat(renewal).isEqualTo(Renewal.RENEWED);
        assertThat(store.leases().renew(lease)).isEqualTo(Renewal.TASK_ENDED);
    }
}
