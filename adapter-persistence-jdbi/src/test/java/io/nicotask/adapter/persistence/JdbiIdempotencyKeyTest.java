package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.IdempotencyKeyContract;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiIdempotencyKeyTest extends IdempotencyKeyContract {

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();

    JdbiIdempotencyKeyTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }

    @Test
    void a_decision_under_a_key_does_not_wait_for_another_key() {
        KeyedResult<KeyedResult<Task>> result = store.storage()
                .decideOnce(
                        SCOPE,
                        RACK,
                        key("one"),
                        rack -> Decision.unchanged(ConcurrentRuns.elsewhere(() -> submitOnce("other", 1))));

        assertThat(result)
                .isEqualTo(new KeyedResult.Decided<>(
                        new KeyedResult.Decided<>(aPendingTask().on(OTHER_RACK).build())));
    }

    @Test
    void new_keys_delete_expired_ones() {
        IntStream.range(0, 20).forEach(number -> submitOnce("old-" + number, 1 + number));
        store.elapse(IdempotencyKey.RETENTION.plusSeconds(1));

        IntStream.range(0, 5).forEach(number -> submitOnce("old-" + number, 101 + number));

        List<String> kept = jdbi.withHandle(handle -> handle.createQuery("select key from idempotency_key")
                .mapTo(String.class)
                .list());
        assertThat(kept).containsExactlyInAnyOrder("old-0", "old-1", "old-2", "old-3", "old-4");
    }

    /** An expired key that another transaction has locked stays. */
    @Test
    void a_new_key_does_not_wait_for_a_locked_expired_key() {
        submitOnce("old", 1);
        store.elapse(IdempotencyKey.RETENTION.plusSeconds(1));

        jdbi.useTransaction(handle -> {
            handle.execute("select from idempotency_key for update");
            ConcurrentRuns.elsewhere(() -> submitOnce("new", 2));
        });

        assertThat(jdbi.<List<String>, RuntimeException>withHandle(
                        handle -> handle.createQuery("select key from idempotency_key")
                                .mapTo(String.class)
                                .list()))
                .containsExactlyInAnyOrder("old", "new");
    }

    @CanIgnoreReturnValue
    private KeyedResult<Task> submitOnce(String key, int number) {
        Task task = aPendingTask().number(number).on(OTHER_RACK).build();
        return store.storage()
                .decideOnce(SCOPE, OTHER_RACK, key(key), rack -> Decision.of(task, new TaskSubmitted(task, CAUSE)));
    }

    private static IdempotencyKey key(String key) {
        return new IdempotencyKey(ORG, key, "power on the rack");
    }
}
