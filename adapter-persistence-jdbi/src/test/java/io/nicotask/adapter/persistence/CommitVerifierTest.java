package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.StoreContract;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/**
 * Cuts the connection of a transaction before its commit, while another transaction commits the same or a similar
 * change. Only a change that is equal in every respect counts as that of the lost commit.
 */
final class CommitVerifierTest extends StoreContract {

    private static final Instant NOW = Instant.parse("2026-06-01T12:05:00.000001Z");
    private static final Duration TICK = Duration.ofNanos(1_000);
    private static final Actor ADA = new Actor("user:ada");
    private static final ChangeCause CAUSE = new ChangeCause(ADA, null, "request-1");

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();
    private final JdbiTransactions transactions = new JdbiTransactions(jdbi);

    CommitVerifierTest() {
        super(PostgresStoreUnderTest.emptied());
    }

    @Test
    void a_change_that_is_stored_was_committed() {
        Task task = stored(aRunningTask());
        TaskChange change = cancelled(task, ADA, NOW, CAUSE);

        Task decided = cutBeforeItsCommit(change, change);

        assertThat(decided).isEqualTo(change.after());
    }

    @Test
    void the_same_change_by_the_same_request_at_another_instant_is_not_that_of_the_lost_commit() {
        Task task = stored(aRunningTask());
        TaskChange change = cancelled(task, ADA, NOW, CAUSE);

        assertUndecided(change, cancelled(task, ADA, NOW.plus(TICK), CAUSE));
    }

    @Test
    void the_same_change_by_another_request_is_not_that_of_the_lost_commit() {
        Task task = stored(aRunningTask());
        TaskChange change = cancelled(task, ADA, NOW, CAUSE);

        assertUndecided(change, cancelled(task, ADA, NOW, new ChangeCause(ADA, null, "request-2")));
    }

    @Test
    void the_same_change_by_another_actor_is_not_that_of_the_lost_commit() {
        Task task = stored(aRunningTask());
        TaskChange change = cancelled(task, ADA, NOW, CAUSE);
        Actor bob = new Actor("user:bob");

        assertUndecided(change, cancelled(task, bob, NOW, new ChangeCause(bob, null, "request-1")));
    }

    @Test
    void another_change_at_the_same_instant_is_not_that_of_the_lost_commit() {
        Task task = stored(aRunningTask());
        TaskChange change = cancelled(task, ADA, NOW, CAUSE);
        Task failed = applied(task.fail(null, "it broke", NOW));

        assertUndecided(change, new TaskChange(task, failed, CAUSE));
    }

    @Test
    void the_same_change_of_another_task_is_not_that_of_the_lost_commit() {
        Task task = stored(aRunningTask());
        Task other = stored(aRunningTask().number(2).on(OTHER_RACK));
        TaskChange change = cancelled(task, ADA, NOW, CAUSE);

        assertUndecided(change, cancelled(other, ADA, NOW, CAUSE));
    }

    @Test
    void no_lost_commit_is_looked_up_after_the_module_has_closed() {
        CommitVerifier verifier = new CommitVerifier(PostgresStoreUnderTest.jdbi());
        verifier.close();

        assertThat(verifier.isCommitted(handle -> true)).isFalse();
    }

    private void assertUndecided(TaskChange change, TaskChange other) {
        assertThatThrownBy(() -> cutBeforeItsCommit(change, other)).isInstanceOf(StoreUnavailable.class);

        assertThat(store.writes().find(SCOPE, other.after().id())).contains(other.after());
    }

    /** Writes the change in a transaction whose connection is cut, and commits the other change before its commit. */
    private Task cutBeforeItsCommit(TaskChange change, TaskChange other) {
        return transactions.decide(transaction -> {
            transaction.write(new DecisionStatement(
                    SCOPE, List.of(new TaskChanged(change, Delivery.AT_ONCE)), Stop.ATTENTION_AFTER));
            transaction.read(this::cutConnection);
            return ConcurrentRuns.elsewhere(() -> {
                store.writes().update(SCOPE, other);
                return change.after();
            });
        });
    }

    private boolean cutConnection(Handle handle) {
        int backend = handle.createQuery("select pg_backend_pid()")
                .mapTo(Integer.class)
                .one();
        boolean isCut = ConcurrentRuns.elsewhere(
                () -> jdbi.withHandle(other -> other.createQuery("select pg_terminate_backend(?, 30000)")
                        .bind(0, backend)
                        .mapTo(Boolean.class)
                        .one()));
        assertThat(isCut).isTrue();
        return isCut;
    }

    private static TaskChange cancelled(Task task, Actor by, Instant at, ChangeCause cause) {
        return new TaskChange(task, ((Cancelled) task.cancel(by, null, at)).task(), cause);
    }
}
