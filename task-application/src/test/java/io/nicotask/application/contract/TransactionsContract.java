package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.Transactions;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of {@link Transactions}, and of their effect on the ports of the store. */
public abstract class TransactionsContract extends StoreContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Transactions transactions;

    protected TransactionsContract(StoreUnderTest store, Class<? extends Transactions> implementation) {
        super(store);
        this.transactions = implementation.cast(store.transactions());
    }

    @Test
    void a_transaction_that_returns_is_committed_whatever_it_returns() {
        Task task = aPendingTask().build();

        boolean answer = transactions.inTransaction(() -> {
            store.tasks().insertTask(SCOPE, task, CAUSE);
            return false;
        });

        assertThat(answer).isFalse();
        assertThat(ConcurrentRuns.elsewhere(() -> store.tasks().find(SCOPE, task.id())))
                .contains(task);
    }

    @Test
    void a_transaction_that_throws_is_rolled_back_and_rethrows() {
        Task pending = stored(aPendingTask());

        assertThatThrownBy(() -> transactions.inTransaction(() -> {
                    cancelAndMore(pending);
                    throw new RolledBack();
                }))
                .isInstanceOf(RolledBack.class);

        assertNothingHappenedTo(pending);
        assertThat(store.tasks().find(SCOPE, aPendingTask().number(2).build().id()))
                .isEmpty();
    }

    @Test
    void a_nested_transaction_joins_the_outer_one() {
        Task pending = stored(aPendingTask());

        assertThatThrownBy(() -> transactions.inTransaction(() -> {
                    transactions.inTransaction(() -> cancelAndMore(pending));
                    assertThat(store.tasks().find(SCOPE, pending.id())).contains(cancelled(pending));
                    throw new RolledBack();
                }))
                .isInstanceOf(RolledBack.class);

        assertNothingHappenedTo(pending);
    }

    @Test
    void uncommitted_changes_are_visible_to_their_own_thread_only() {
        Task pending = stored(aPendingTask());

        transactions.inTransaction(() -> {
            Task cancelled = cancelAndMore(pending);
            assertThat(store.tasks().find(SCOPE, pending.id())).contains(cancelled);
            assertThat(store.outbox().stopOf(SCOPE, pending.id())).isPresent();
            ConcurrentRuns.elsewhere(() -> {
                assertNothingHappenedTo(pending);
                return true;
            });
            return cancelled;
        });

        assertUnchanged(cancelled(pending));
    }

    @Test
    void of_concurrent_cancels_one_wins_and_the_others_see_it() {
        Task running = stored(aRunningTask());

        List<Boolean> won = ConcurrentRuns.of(16, () -> Transactions.decide(transactions, () -> cancels(running)));

        assertThat(won).containsOnlyOnce(true);
        assertUnchanged(cancelled(running));
        assertThat(store.tasks().history(SCOPE, running.id())).hasSize(3);
        assertThat(store.auditEntries()).hasSize(1);
        assertThat(store.outbox().claim(running.id(), LEASE))
                .extracting(Claim::kind)
                .containsExactly(Kind.STOP);
    }

    @Test
    void of_a_concurrent_cancel_and_completion_one_wins() {
        for (int number = 1; number <= 20; number++) {
            Task running = stored(aRunningTask().number(number));
            AtomicInteger turn = new AtomicInteger();

            List<Boolean> won = ConcurrentRuns.of(
                    2,
                    () -> turn.getAndIncrement() == 0
                            ? transactions.inTransaction(() -> cancels(running))
                            : transactions.inTransaction(() -> completes(running)));

            assertThat(won).containsExactlyInAnyOrder(true, false);
            assertThat(store.tasks().history(SCOPE, running.id())).hasSize(3);
        }
    }

    @Test
    void a_locked_task_shows_what_the_previous_holder_committed() {
        Task running = stored(aRunningTask());

        List<TaskStatus> seen = ConcurrentRuns.of(
                8,
                () -> transactions.inTransaction(() -> {
                    Task locked = store.tasks().lock(SCOPE, running.id()).orElseThrow();
                    if (!locked.status().isTerminal()) {
                        completes(running);
                    }
                    return locked.status();
                }));

        assertThat(seen).containsOnlyOnce(TaskStatus.RUNNING);
        assertThat(Collections.frequency(seen, TaskStatus.SUCCEEDED)).isEqualTo(7);
    }

    @Test
    void a_decision_on_a_stale_task_is_repeated() {
        Task task = aRunningTask().build();
        AtomicInteger attempts = new AtomicInteger();

        int answer = Transactions.decide(transactions, () -> {
            if (attempts.incrementAndGet() < Transactions.ATTEMPTS) {
                throw new StaleTask(task);
            }
            return attempts.get();
        });

        assertThat(answer).isEqualTo(Transactions.ATTEMPTS);
    }

    @Test
    void a_decision_that_keeps_losing_races_fails() {
        Task task = aRunningTask().build();
        AtomicInteger attempts = new AtomicInteger();

        assertThatThrownBy(() -> Transactions.decide(transactions, () -> {
                    attempts.incrementAndGet();
                    throw new StaleTask(task);
                }))
                .isInstanceOf(StoreUnavailable.class)
                .cause()
                .isInstanceOf(StaleTask.class)
                .satisfies(first -> assertThat(first.getSuppressed()).hasSize(Transactions.ATTEMPTS - 1));
        assertThat(attempts).hasValue(Transactions.ATTEMPTS);
    }

    /** Writes what a cancel writes, and more, so that each port has written something. */
    private Task cancelAndMore(Task task) {
        Task after = cancelled(task);
        store.tasks().update(SCOPE, new TaskChange(task, after, CAUSE));
        store.tasks().insertLateOutcome(SCOPE, new LateOutcome(task.id(), RUN, "Succeeded", CHANGED));
        store.outbox().enqueueStop(SCOPE, task.id(), Duration.ZERO);
        store.audit().record(AuditFixture.granted());
        store.tasks().insertTask(SCOPE, aPendingTask().number(2).build(), CAUSE);
        return after;
    }

    private void assertNothingHappenedTo(Task task) {
        assertUnchanged(task);
        assertThat(store.tasks().history(SCOPE, task.id())).hasSize(1);
        assertThat(store.lateOutcomes()).isEmpty();
        assertThat(store.outbox().stopOf(SCOPE, task.id())).isEmpty();
        assertThat(store.auditEntries()).isEmpty();
    }

    private boolean cancels(Task running) {
        Task locked = store.tasks().lock(SCOPE, running.id()).orElseThrow();
        if (locked.status().isTerminal()) {
            return false;
        }
        store.tasks().update(SCOPE, new TaskChange(locked, cancelled(locked), CAUSE));
        store.outbox().enqueueStop(SCOPE, locked.id(), Duration.ZERO);
        store.audit().record(AuditFixture.granted());
        return true;
    }

    private boolean completes(Task running) {
        Task locked = store.tasks().lock(SCOPE, running.id()).orElseThrow();
        if (locked.status().isTerminal()) {
            return false;
        }
        store.tasks().update(SCOPE, new TaskChange(locked, applied(locked.succeed(RUN, CHANGED)), CAUSE));
        return true;
    }

    /** Thrown to roll a transaction back. */
    private static final class RolledBack extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
