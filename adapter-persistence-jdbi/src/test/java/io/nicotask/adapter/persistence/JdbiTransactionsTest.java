package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.adapter.persistence.JdbiTransactions.Transaction;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.domain.task.Task;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JdbiTransactionsTest {

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();
    private final JdbiTransactions transactions = new JdbiTransactions(jdbi);
    private final Task task = aRunningTask().build();
    private final AtomicInteger attempts = new AtomicInteger();

    @BeforeEach
    void there_is_nothing() {
        PostgresStoreUnderTest.empty();
    }

    @Test
    void a_decision_on_a_stale_task_is_repeated_in_a_new_transaction() {
        int answer = transactions.decide(transaction -> {
            insertProvider(transaction);
            if (attempts.incrementAndGet() < TaskStorage.ATTEMPTS) {
                throw new StaleTask(task);
            }
            return attempts.get();
        });

        assertThat(answer).isEqualTo(TaskStorage.ATTEMPTS);
        assertThat(providers()).isEqualTo(1);
    }

    @Test
    void a_decision_that_keeps_losing_races_fails_with_each_loss() {
        assertThatThrownBy(() -> transactions.decide(transaction -> {
                    insertProvider(transaction);
                    attempts.incrementAndGet();
                    throw new StaleTask(task);
                }))
                .isInstanceOf(StoreUnavailable.class)
                .cause()
                .isInstanceOf(StaleTask.class)
                .satisfies(first -> assertThat(first.getSuppressed()).hasSize(TaskStorage.ATTEMPTS - 1));

        assertThat(attempts).hasValue(TaskStorage.ATTEMPTS);
        assertThat(providers()).isZero();
    }

    @Test
    void a_write_that_throws_is_rolled_back_and_rethrows() {
        assertThatThrownBy(() -> transactions.write(handle -> {
                    handle.execute("insert into provider values (gen_random_uuid())");
                    throw new UnsupportedOperationException("undo");
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(providers()).isZero();
    }

    @Test
    void a_statement_whose_claim_has_expired_writes_nothing() {
        boolean written = transactions.writeIfClaimed(statement -> {
            statement.add("@added as (insert into provider values (gen_random_uuid()) returning id)");
            statement
                    .add("@claimed as (select from provider where id = :unknown)")
                    .bind("unknown", new UUID(0, 404))
                    .orElseThrow(() -> new LeaseExpired("Another process may hold it"));
        });

        assertThat(written).isFalse();
        assertThat(providers()).isZero();
    }

    private static void insertProvider(Transaction transaction) {
        transaction.write(handle -> handle.execute("insert into provider values (gen_random_uuid())"));
    }

    private int providers() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from provider")
                .mapTo(Integer.class)
                .one());
    }
}
