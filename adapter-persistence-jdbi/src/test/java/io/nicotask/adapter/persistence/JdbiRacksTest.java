package io.nicotask.adapter.persistence;

import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.contract.Race;
import io.nicotask.application.contract.RacksContract;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.Racks.DueRack;
import io.nicotask.application.port.Racks.Holder;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class JdbiRacksTest extends RacksContract {

    private static final String RENEWAL =
            "update rack_lease set until = clock_timestamp() + interval '5 s' where number = ?";

    private final Jdbi beside = PostgresStoreUnderTest.jdbi();

    JdbiRacksTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiRacks.class);
    }

    @Test
    void a_rack_is_locked_until_the_transaction_ends_and_another_is_not() {
        occupancy(HERE, RACK);

        store.transactions().inTransaction(() -> {
            store.racks().lock(HERE, RACK);
            Race.elsewhere(() -> {
                assertThatThrownBy(() -> lockInHaste(RACK)).isInstanceOf(StoreUnavailable.class);
                lockInHaste(OTHER_RACK);
                return RACK;
            });
            return RACK;
        });

        lockInHaste(RACK);
    }

    /** Somebody reads a lease that has run out, while its renewal, made just in time, is not to be seen yet. */
    @Test
    void a_lease_whose_renewal_is_under_way_lives() {
        Task ended = granted(aTerminatedTask());
        Lease lease = leased(ended, "stage-1");
        store.elapse(RackLeases.LIMIT);

        List<Holder> seen = beside.inTransaction(handle -> {
            handle.execute(RENEWAL, lease.number());
            return occupancy(HERE, RACK).holders();
        });

        assertThat(seen).containsExactly(new Holder(ended, true, false));
        assertThat(occupancy(HERE, RACK).holders()).containsExactly(new Holder(ended, true, false));
        assertThat(store.leases().renew(lease)).isEqualTo(Renewal.TASK_ENDED);
    }

    @Test
    void what_was_said_to_have_lapsed_is_no_more() {
        Task ended = granted(aTerminatedTask());
        Lease lapsed = leased(ended, "stage-1");
        store.elapse(RackLeases.LIMIT);
        Lease living = leased(ended, "stage-2");

        occupancy(HERE, RACK);

        List<Long> kept = beside.withHandle(handle -> handle.createQuery("select number from rack_lease")
                .mapTo(Long.class)
                .list());
        assertThat(kept).containsExactly(living.number()).doesNotContain(lapsed.number());
    }

    /** Whoever passes the gate of an open task has locked it before its lease; here the rack is locked before. */
    @Test
    void the_leases_of_an_open_task_are_not_touched() {
        Task open = granted(aRunningTask());
        Lease lease = leased(open, "stage-1");
        store.elapse(RackLeases.LIMIT);

        store.transactions().inTransaction(() -> {
            assertThat(store.racks().lock(HERE, RACK).holders()).containsExactly(new Holder(open, false, false));
            Race.elsewhere(() -> leased(open, "stage-1"));
            return lease;
        });

        assertThat(store.leases().renew(lease)).isEqualTo(Renewal.LAPSED);
    }

    @Test
    void a_rack_that_somebody_has_locked_is_passed_over_without_waiting() {
        for (RackId rack : List.of(RACK, OTHER_RACK)) {
            store.transactions().inTransaction(() -> {
                store.racks().lock(HERE, rack);
                store.racks().lookAgain(HERE, rack, Duration.ZERO);
                return rack;
            });
        }

        List<DueRack> claimed = store.transactions().inTransaction(() -> {
            store.racks().lock(HERE, RACK);
            return Race.elsewhere(() -> store.racks().claimDue(10, Duration.ofSeconds(5)));
        });

        assertThat(claimed).containsExactly(new DueRack(SITE, OTHER_RACK));
    }

    /** As the port does it, but without patience. */
    private void lockInHaste(RackId rack) {
        JdbiTransactions hasty = new JdbiTransactions(beside);
        hasty.write(handle -> {
            handle.execute("set local lock_timeout = '100 ms'");
            return new JdbiRacks(hasty).lock(HERE, rack);
        });
    }
}
