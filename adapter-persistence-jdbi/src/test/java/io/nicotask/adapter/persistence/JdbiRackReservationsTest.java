package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.contract.RackReservationsContract;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.RackReservations.DueRack;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.RackId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiRackReservationsTest extends RackReservationsContract {

    private static final String RENEWAL =
            "update rack_lease set until = clock_timestamp() + interval '5 s' where number = ?";

    private final Jdbi jdbi = PostgresStoreUnderTest.jdbi();

    JdbiRackReservationsTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiRackReservations.class);
    }

    @Test
    void a_lock_of_a_rack_lasts_until_the_transaction_ends_and_does_not_lock_other_racks() {
        occupancy(SCOPE, RACK);

        store.transactions().inTransaction(() -> {
            store.racks().lock(SCOPE, RACK);
            ConcurrentRuns.elsewhere(() -> {
                assertThatThrownBy(() -> lockWithShortTimeout(RACK)).isInstanceOf(StoreUnavailable.class);
                lockWithShortTimeout(OTHER_RACK);
                return RACK;
            });
            return RACK;
        });

        lockWithShortTimeout(RACK);
    }

    /** A reader finds an expired lease, while its renewal, made just in time, is not committed yet. */
    @Test
    void a_lease_with_an_uncommitted_renewal_is_live() {
        Task ended = storedWithReservation(aTerminatedTask());
        Lease lease = acquireLease(ended, "stage-1");
        store.elapse(RackLeases.DURATION);

        List<Reservation> seen = jdbi.inTransaction(handle -> {
            handle.execute(RENEWAL, lease.number());
            return occupancy(SCOPE, RACK).reservations();
        });

        assertThat(seen).containsExactly(new Reservation(ended, Set.of(lease.number()), Set.of(), null));
        assertThat(occupancy(SCOPE, RACK).reservations())
                .containsExactly(new Reservation(ended, Set.of(lease.number()), Set.of(), null));
        assertThat(store.leases().renew(lease)).isEqualTo(Renewal.TASK_ENDED);
    }

    @Test
    void a_lease_that_was_reported_as_expired_is_deleted() {
        Task ended = storedWithReservation(aTerminatedTask());
        Lease lapsed = acquireLease(ended, "stage-1");
        store.elapse(RackLeases.DURATION);
        Lease living = acquireLease(ended, "stage-2");

        occupancy(SCOPE, RACK);

        List<Long> kept = jdbi.withHandle(handle -> handle.createQuery("select number from rack_lease")
                .mapTo(Long.class)
                .list());
        assertThat(kept).containsExactly(living.number()).doesNotContain(lapsed.number());
    }

    /** The start gate of an open task locks the task before its lease; here the rack is locked first. */
    @Test
    void leases_of_an_open_task_are_not_locked() {
        Task open = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(open, "stage-1");
        store.elapse(RackLeases.DURATION);

        store.transactions().inTransaction(() -> {
            assertThat(store.racks().lock(SCOPE, RACK).reservations())
                    .containsExactly(new Reservation(open, Set.of(), Set.of(), null));
            ConcurrentRuns.elsewhere(() -> acquireLease(open, "stage-1"));
            return lease;
        });

        assertThat(store.leases().renew(lease)).isEqualTo(Renewal.EXPIRED);
    }

    @Test
    void a_locked_rack_is_skipped_without_waiting() {
        for (RackId rack : List.of(RACK, OTHER_RACK)) {
            store.transactions().inTransaction(() -> {
                store.racks().lock(SCOPE, rack);
                store.racks().scheduleCheck(SCOPE, rack, Duration.ZERO);
                return rack;
            });
        }

        List<DueRack> claimed = store.transactions().inTransaction(() -> {
            store.racks().lock(SCOPE, RACK);
            return ConcurrentRuns.elsewhere(() -> store.racks().claimDue(10, Duration.ofSeconds(5)));
        });

        assertThat(claimed).containsExactly(new DueRack(SITE, OTHER_RACK));
    }

    /** Locks the rack as the port does, but with a short lock timeout. */
    private void lockWithShortTimeout(RackId rack) {
        JdbiTransactions transactions = new JdbiTransactions(jdbi);
        transactions.write(handle -> {
            handle.execute("set local lock_timeout = '100 ms'");
            return new JdbiRackReservations(transactions, Stop.ATTENTION_AFTER).lock(SCOPE, rack);
        });
    }
}
