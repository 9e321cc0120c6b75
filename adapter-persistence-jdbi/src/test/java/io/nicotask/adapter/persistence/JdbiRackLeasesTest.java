package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.contract.Eventually;
import io.nicotask.application.contract.RackLeasesContract;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.task.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiRackLeasesTest extends RackLeasesContract {

    JdbiRackLeasesTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiRackLeases.class);
    }

    @Test
    void a_renewal_waits_neither_for_a_decision_about_the_task_nor_for_the_rack() {
        Task task = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(task, "stage-1");

        Jdbi jdbi = PostgresStoreUnderTest.jdbi();

        AttemptRenewal renewal = jdbi.inTransaction(handle -> {
            DirectWrites.to(PostgresStoreUnderTest.storageOn(jdbi))
                    .update(SCOPE, new TaskChange(task, cancelled(task), CAUSE));
            return ConcurrentRuns.elsewhere(() -> attempts.renew(lease));
        });

        assertThat(renewal).isEqualTo(AttemptRenewal.ACTING);
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.TASK_ENDED);
    }

    /** The check of a process waits for an attempt that is just acquiring a lease, so that it misses none. */
    @Test
    void an_attempt_that_begins_while_its_process_expires_is_not_missed() throws Exception {
        Task task = storedWithReservation(aRunningTask());
        deliverStart(task);
        scheduleCheck(task, null);
        ProcessId process = attempts.newProcess();
        attempts.acquire(SCOPE, task.id(), "stage-1", process);
        Task late = storedWithReservation(aRunningTask().number(2));
        deliverStart(late);
        scheduleCheck(late, null);
        Jdbi jdbi = PostgresStoreUnderTest.jdbi();
        CompletableFuture<Boolean> expired = new CompletableFuture<>();

        jdbi.useTransaction(handle -> {
            DirectWrites.to(PostgresStoreUnderTest.storageOn(jdbi)).acquireLease(SCOPE, late.id(), "stage-1", process);
            store.elapse(RackLeases.DURATION);
            WorkItem check = claimDue(Lane.UPKEEP).stream()
                    .filter(item -> item.kind() == Kind.CHECK_PROCESS)
                    .findFirst()
                    .orElseThrow();
            Thread.ofVirtual().start(() -> expired.complete(store.leases().expire(check)));
            Eventually.await().until(JdbiRackLeasesTest::isWaitingForALock);
        });

        assertThat(expired.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(claimDue(Lane.CHECK)).extracting(WorkItem::task).containsExactlyInAnyOrder(task.id(), late.id());
    }

    private static boolean isWaitingForALock() {
        return PostgresStoreUnderTest.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')
                        """).mapTo(Boolean.class).one());
    }
}
