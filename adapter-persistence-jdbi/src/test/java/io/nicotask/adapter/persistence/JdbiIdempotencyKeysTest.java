package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.IdempotencyKeysContract;
import io.nicotask.application.port.IdempotencyKeys;
import io.nicotask.application.port.IdempotencyKeys.KeyState;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiIdempotencyKeysTest extends IdempotencyKeysContract {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();

    JdbiIdempotencyKeysTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiIdempotencyKeys.class);
    }

    @Test
    void a_lock_of_a_key_does_not_wait_for_another_key() {
        KeyState keyState = store.transactions().inTransaction(() -> {
            assertThat(lock("one")).isEqualTo(new KeyState.Unused());
            return ConcurrentRuns.elsewhere(() -> store.transactions().inTransaction(() -> lock("other")));
        });

        assertThat(keyState).isEqualTo(new KeyState.Unused());
    }

    @Test
    void new_keys_delete_expired_ones() {
        TaskId task = stored(aPendingTask()).id();
        IntStream.range(0, 20).forEach(number -> remember("old-" + number, task, NOW));
        Instant dayAfter = NOW.plus(IdempotencyKeys.RETENTION).plusSeconds(1);

        IntStream.range(0, 5).forEach(number -> remember("old-" + number, task, dayAfter));

        List<String> kept = jdbi.withHandle(handle -> handle.createQuery("select key from idempotency_key")
                .mapTo(String.class)
                .list());
        assertThat(kept).containsExactlyInAnyOrder("old-0", "old-1", "old-2", "old-3", "old-4");
    }

    /** An expired key that another transaction has locked stays. */
    @Test
    void a_new_key_does_not_wait_for_a_locked_expired_key() {
        TaskId task = stored(aPendingTask()).id();
        remember("old", task, NOW);
        Instant dayAfter = NOW.plus(IdempotencyKeys.RETENTION).plus(Duration.ofSeconds(1));

        jdbi.useTransaction(handle -> {
            handle.execute("select from idempotency_key for update");
            ConcurrentRuns.elsewhere(() -> {
                remember("new", task, dayAfter);
                return task;
            });
        });

        assertThat(lock("old")).isNotEqualTo(new KeyState.Unused());
    }

    private KeyState lock(String key) {
        return store.submitKeys().lock(ORG, key, "power on the rack", NOW);
    }

    private void remember(String key, TaskId task, Instant now) {
        store.submitKeys().recordUse(ORG, key, "power on the rack", task, now);
    }
}
