package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Race;
import io.nicotask.application.contract.SubmitKeysContract;
import io.nicotask.application.port.SubmitKeys;
import io.nicotask.application.port.SubmitKeys.Use;
import io.nicotask.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiSubmitKeysTest extends SubmitKeysContract {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final Jdbi beside = PostgresStoreUnderTest.jdbi();

    JdbiSubmitKeysTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiSubmitKeys.class);
    }

    @Test
    void nobody_waits_for_another_key() {
        Use use = store.transactions().inTransaction(() -> {
            assertThat(lock("one")).isEqualTo(new Use.Fresh());
            return Race.elsewhere(() -> store.transactions().inTransaction(() -> lock("other")));
        });

        assertThat(use).isEqualTo(new Use.Fresh());
    }

    @Test
    void keys_that_are_forgotten_make_room_for_those_that_come() {
        TaskId task = kept(aPendingTask()).id();
        IntStream.range(0, 20).forEach(number -> remember("old-" + number, task, NOW));
        Instant dayAfter = NOW.plus(SubmitKeys.KEPT).plusSeconds(1);

        IntStream.range(0, 5).forEach(number -> remember("old-" + number, task, dayAfter));

        List<String> kept = beside.withHandle(handle -> handle.createQuery("select key from submit_key")
                .mapTo(String.class)
                .list());
        assertThat(kept).containsExactlyInAnyOrder("old-0", "old-1", "old-2", "old-3", "old-4");
    }

    /** A key of the past that somebody else has in hand is left to him. */
    @Test
    void nobody_waits_to_forget() {
        TaskId task = kept(aPendingTask()).id();
        remember("old", task, NOW);
        Instant dayAfter = NOW.plus(SubmitKeys.KEPT).plus(Duration.ofSeconds(1));

        beside.useTransaction(handle -> {
            handle.execute("select from submit_key for update");
            Race.elsewhere(() -> {
                remember("new", task, dayAfter);
                return task;
            });
        });

        assertThat(lock("old")).isNotEqualTo(new Use.Fresh());
    }

    private Use lock(String key) {
        return store.submitKeys().lock(ORG, key, "power on the rack", NOW);
    }

    private void remember(String key, TaskId task, Instant now) {
        store.submitKeys().remember(ORG, key, "power on the rack", task, now);
    }
}
