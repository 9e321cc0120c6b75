package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.DirectWrites;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.WorkflowOutboxContract;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiWorkflowOutboxTest extends WorkflowOutboxContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    JdbiWorkflowOutboxTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiWorkflowOutbox.class);
    }

    @Test
    void a_locked_row_is_skipped_without_waiting() {
        Task locked = aTaskToStart(1);
        Task free = aTaskToStart(2);

        List<Claim> claims = PostgresStoreUnderTest.jdbi().inTransaction(handle -> {
            handle.execute(
                    "select from workflow_outbox where task_id = ? for update",
                    locked.id().value());
            return store.outbox().claimDue(10, LEASE);
        });

        assertThat(claims).extracting(Claim::task).containsExactly(free.id());
    }

    @Test
    void an_uncommitted_entry_is_not_claimed() {
        Task task = stored(aPendingTask());
        Jdbi jdbi = PostgresStoreUnderTest.jdbi();

        jdbi.useTransaction(handle -> {
            DirectWrites.to(PostgresStoreUnderTest.storageOn(jdbi)).grant(SCOPE, task);
            assertThat(ConcurrentRuns.elsewhere(() -> store.outbox().claimDue(10, LEASE)))
                    .isEmpty();
        });

        assertThat(store.outbox().claimDue(10, LEASE)).hasSize(1);
    }

    /** The limit applies to candidates, which must all need attention. */
    @Test
    void stops_whose_activities_may_still_act_do_not_hide_another_from_the_alerts() {
        confirmed(1, Stop.ATTENTION_AFTER.multipliedBy(10));
        confirmed(2, Stop.ATTENTION_AFTER.multipliedBy(10));
        Task overdue = confirmed(3, Duration.ofSeconds(1));
        store.elapse(Stop.ATTENTION_AFTER.plusSeconds(2));

        assertThat(store.outbox().claimUnalerted(1))
                .extracting(UnconfirmedStop::task)
                .containsExactly(overdue.id());
        assertThat(store.outbox().claimUnalerted(1)).isEmpty();
    }

    /** A cancelled task that keeps its rack, because activities of its external workflow may act for that time. */
    private Task confirmed(int number, Duration actsFor) {
        Task task = cancel(aTaskToStart(number));
        complete(task, new DeliveryOutcome.NotNeeded());
        complete(task, new DeliveryOutcome.Confirmed(actsFor));
        return task;
    }

    private Task aTaskToStart(int number) {
        return storedWithReservation(aPendingTask().number(number).on(new RackId(new UUID(7, number))));
    }
}
