package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.StoreContract;
import io.nicotask.application.internal.work.BackgroundWork;
import io.nicotask.application.internal.work.Dispatchers;
import io.nicotask.application.internal.work.WorkDispatcher;
import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The relay confirms a stop while another transaction holds the lock of the task's rack. */
final class StopConfirmationTest extends StoreContract {

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();
    private final WorkDispatcher dispatcher;

    StopConfirmationTest() {
        super(PostgresStoreUnderTest.emptied());
        SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:05:00Z"));
        RackUseCases useCases = new RackUseCases(new JdbiTransactions(jdbi), clock);
        InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine().withSite(SITE, "site-namespace", false);
        this.dispatcher = BackgroundWork.dispatcher(useCases.ports(), engine, new Random(1));
    }

    /** Resolving a stop locks the rack and then the stop: a relay that locked the stop first would cause a deadlock. */
    @Test
    void a_relay_that_waits_for_the_rack_has_not_locked_the_stop() {
        Task task = storedWithReservation(aTerminatedTask());

        try (ExecutorService elsewhere = Executors.newSingleThreadExecutor()) {
            List<UUID> unlocked = store.storage().decideOnRack(SCOPE, RACK, rack -> {
                elsewhere.execute(() -> Dispatchers.runDue(dispatcher));
                await().until(this::isAnyLockAwaited);
                return Decision.unchanged(unlockedStops());
            });

            assertThat(unlocked).containsExactly(task.id().value());
        }
        await().untilAsserted(() -> {
            Dispatchers.runDue(dispatcher);
            assertThat(store.writes().stopOf(SCOPE, task.id()))
                    .map(Stop::status)
                    .contains(StopStatus.CONFIRMED);
        });
        assertThat(occupancy(SCOPE, RACK).reservations()).isEmpty();
    }

    private boolean isAnyLockAwaited() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')
                        """).mapTo(Boolean.class).one());
    }

    private List<UUID> unlockedStops() {
        return jdbi.inTransaction(handle -> handle.createQuery("select task_id from task_stop for update skip locked")
                .mapTo(UUID.class)
                .list());
    }
}
