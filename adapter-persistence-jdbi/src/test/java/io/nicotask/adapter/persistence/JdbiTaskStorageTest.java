package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Change.LateOutcomeAdded;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiTaskStorageTest extends TaskStorageContract {

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();

    JdbiTaskStorageTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }

    @Test
    void a_decision_on_a_rack_lasts_until_its_end_and_does_not_lock_other_racks() {
        store.storage().decideOnRack(SCOPE, RACK, rack -> {
            ConcurrentRuns.elsewhere(() -> {
                assertThatThrownBy(() -> lockWithShortTimeout(RACK)).isInstanceOf(StoreUnavailable.class);
                lockWithShortTimeout(OTHER_RACK);
                return RACK;
            });
            return Decision.unchanged(RACK);
        });

        lockWithShortTimeout(RACK);
    }

    @Test
    void a_late_outcome_does_not_wait_for_another_decision_on_its_task() {
        Task ended = stored(aTerminatedTask());
        LateOutcome late = new LateOutcome(ended.id(), RUN, "Succeeded", Instant.parse("2026-06-01T12:05:00Z"));

        Optional<LateOutcome> added = store.storage().decide(SCOPE, ended.id(), snapshot -> {
            ConcurrentRuns.elsewhere(() -> {
                store.writes().write(SCOPE, RACK, new LateOutcomeAdded(late));
                return late;
            });
            return Decision.unchanged(late);
        });

        assertThat(added).contains(late);
        assertThat(store.lateOutcomes()).containsExactly(late);
    }

    /** Decides as the port does, but with a short lock timeout. */
    private void lockWithShortTimeout(RackId rack) {
        jdbi.useTransaction(handle -> {
            handle.execute("set local lock_timeout = '100 ms'");
            PostgresStoreUnderTest.storageOn(jdbi).decideOnRack(SCOPE, rack, Decision::unchanged);
        });
    }
}
