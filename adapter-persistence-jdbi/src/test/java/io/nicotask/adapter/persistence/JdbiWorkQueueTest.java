package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.contract.WorkQueueContract;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiWorkQueueTest extends WorkQueueContract {

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();

    JdbiWorkQueueTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiWorkQueue.class);
    }

    @Test
    void a_locked_row_is_skipped_without_waiting() {
        Task locked = storedWithReservation(aPendingTask().number(1));
        Task free = storedWithReservation(aPendingTask().number(2));

        List<WorkItem> claimed = jdbi.inTransaction(handle -> {
            handle.execute(
                    "select from work where key = ? for update", locked.id().value());
            return claimDue(Lane.DELIVERY);
        });

        assertThat(claimed).extracting(WorkItem::task).containsExactly(free.id());
    }

    @Test
    void uncommitted_work_is_not_claimed() {
        Task task = stored(aPendingTask());

        jdbi.useTransaction(handle -> {
            DirectWrites.to(PostgresStoreUnderTest.storageOn(jdbi)).grant(SCOPE, task);
            assertThat(ConcurrentRuns.elsewhere(() -> claimDue(Lane.DELIVERY))).isEmpty();
        });

        assertThat(onlyDue(Lane.DELIVERY).kind()).isEqualTo(Kind.START_WORKFLOW);
    }

    /** As after a failover of the database to a server whose clock is behind. */
    @Test
    void work_is_due_although_the_clock_of_the_database_was_set_back_by_hours() {
        store.writes().scheduleCheck(SCOPE, RACK, Duration.ofSeconds(5));

        store.elapse(Duration.ofHours(-6));

        assertThat(onlyDue(Lane.UPKEEP).rack()).isEqualTo(RACK);
    }
}
