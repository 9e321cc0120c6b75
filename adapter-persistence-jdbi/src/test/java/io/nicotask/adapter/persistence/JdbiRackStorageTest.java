package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.RackStorageContract;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiRackStorageTest extends RackStorageContract {

    private static final String RENEWAL =
            "update process_lease set until = clock_timestamp() + interval '5 s' where process_id = ?";

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();

    JdbiRackStorageTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }

    /** A decision finds an expired lease, while its renewal, made just in time, is not committed yet. */
    @Test
    void a_lease_with_an_uncommitted_renewal_is_live() {
        Task running = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(running, "stage-1");
        Task ended = cancel(running);
        store.elapse(RackLeases.DURATION);

        List<Reservation> seen = jdbi.inTransaction(handle -> {
            handle.execute(RENEWAL, attempts.processOf(lease).value());
            return occupancy(SCOPE, RACK).reservations();
        });

        assertThat(seen).singleElement().satisfies(held -> {
            assertThat(held.task()).isEqualTo(ended);
            assertThat(held.leases()).containsExactly(lease.number());
        });
        assertThat(occupancy(SCOPE, RACK).reservations()).isEqualTo(seen);
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.TASK_ENDED);
    }

    @Test
    void the_lease_of_a_process_that_was_reported_as_expired_is_deleted() {
        Task running = storedWithReservation(aRunningTask());
        Lease lapsed = acquireLease(running, "stage-1");
        store.elapse(RackLeases.DURATION);
        Lease living = acquireLease(running, "stage-2");
        cancel(running);

        occupancy(SCOPE, RACK);

        List<UUID> kept = jdbi.withHandle(handle -> handle.createQuery("select process_id from process_lease")
                .mapTo(UUID.class)
                .list());
        assertThat(kept)
                .containsExactly(attempts.processOf(living).value())
                .doesNotContain(attempts.processOf(lapsed).value());
    }

    /** A start gate locks the task before its lease; a decision on a waiting task locks the rack first. */
    @Test
    void leases_of_an_open_task_are_not_locked() {
        Task open = storedWithReservation(aRunningTask());
        Task waiting = stored(aWaitingTask().number(2));
        Lease lease = acquireLease(open, "stage-1");
        store.elapse(RackLeases.DURATION);

        Optional<Lease> later = store.storage().decide(SCOPE, waiting.id(), snapshot -> {
            assertThat(requireNonNull(snapshot.rack()).reservations())
                    .containsExactly(new Reservation(open, Set.of(), Set.of(), null));
            return Decision.unchanged(ConcurrentRuns.elsewhere(() -> acquireLease(open, "stage-1")));
        });

        assertThat(later).isPresent();
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.EXPIRED);
    }
}
