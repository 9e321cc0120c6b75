package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Decision;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.Reservation;
import io.nicotask.application.port.TaskChange;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link RackLeases}, with the changes that acquire and release leases. */
public abstract class RackLeasesContract extends StoreContract {

    private static final Duration HALF = RackLeases.DURATION.dividedBy(2);
    private static final String WORK = "stage-1";

    private final RackLeases leases;

    protected RackLeasesContract(StoreUnderTest store, Class<? extends RackLeases> implementation) {
        super(store);
        this.leases = implementation.cast(store.leases());
    }

    @Test
    void a_lease_lives_as_long_as_it_is_renewed_in_time() {
        Lease lease = acquireLease(storedWithReservation(aRunningTask()), WORK);

        for (int beat = 1; beat <= 4; beat++) {
            store.elapse(HALF);
            assertThat(leases.renew(lease)).isEqualTo(Renewal.RENEWED);
        }

        assertThat(isLeased()).isTrue();
    }

    @Test
    void a_lease_that_was_not_renewed_in_time_can_never_be_renewed_again() {
        Lease lease = acquireLease(storedWithReservation(aRunningTask()), WORK);
        store.elapse(RackLeases.DURATION);

        assertThat(leases.renew(lease)).isEqualTo(Renewal.EXPIRED);
        assertThat(leases.renew(lease)).isEqualTo(Renewal.EXPIRED);

        assertThat(isLeased()).isFalse();
    }

    @Test
    void the_lease_of_a_cancelled_task_lives_while_it_is_renewed() {
        Task task = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(task, WORK);
        cancel(task);

        for (int beat = 1; beat <= 4; beat++) {
            store.elapse(HALF);
            assertThat(leases.renew(lease)).isEqualTo(Renewal.TASK_ENDED);
        }
        boolean whileItBeats = isLeased();
        store.elapse(RackLeases.DURATION);

        assertThat(whileItBeats).isTrue();
        assertThat(leases.renew(lease)).isEqualTo(Renewal.EXPIRED);
    }

    @Test
    void a_lease_that_was_not_acquired_cannot_be_renewed() {
        Task task = storedWithReservation(aRunningTask());
        Lease acquired = acquireLease(task, WORK);
        Lease read = store.storage()
                .decide(SCOPE, task.id(), Decision::unchanged)
                .orElseThrow()
                .requireNextLease();

        assertThat(leases.renew(read)).isEqualTo(Renewal.EXPIRED);
        assertThat(leases.renew(acquired)).isEqualTo(Renewal.RENEWED);
    }

    @Test
    void a_renewal_reports_that_the_task_has_ended() {
        Task task = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(task, WORK);
        Task succeeded = StoredTaskFixture.applied(task.succeed(StoredTaskFixture.RUN, StoredTaskFixture.CHANGED));
        store.writes().update(SCOPE, new TaskChange(task, succeeded, StoredTaskFixture.CAUSE));

        assertThat(leases.renew(lease)).isEqualTo(Renewal.TASK_ENDED);
    }

    @Test
    void a_released_lease_cannot_be_renewed() {
        Lease lease = acquireLease(storedWithReservation(aRunningTask()), WORK);

        releaseLease(lease);

        assertThat(isLeased()).isFalse();
        assertThat(leases.renew(lease)).isEqualTo(Renewal.EXPIRED);
        releaseLease(lease);
    }

    @Test
    void a_new_lease_for_the_same_work_ends_renewals_of_the_former() {
        Task task = storedWithReservation(aRunningTask());
        Lease former = acquireLease(task, WORK);
        Lease later = acquireLease(task, WORK);

        assertThat(leases.renew(former)).isEqualTo(Renewal.EXPIRED);
        releaseLease(former);

        assertThat(isLeased()).isTrue();
        assertThat(leases.renew(later)).isEqualTo(Renewal.RENEWED);
    }

    /** Its attempt may not know yet that another has taken over, and may still act. */
    @Test
    void a_lease_that_was_taken_over_counts_until_it_expires_or_is_released() {
        Task task = storedWithReservation(aRunningTask());
        Lease former = acquireLease(task, WORK);
        store.elapse(HALF);
        Lease later = acquireLease(task, WORK);

        releaseLease(later);

        assertThat(isLeased()).isTrue();
        assertThat(leases.renew(former)).isEqualTo(Renewal.EXPIRED);
        store.elapse(HALF);
        assertThat(isLeased()).isFalse();
    }

    @Test
    void leases_for_different_work_of_a_task_are_independent() {
        Task task = storedWithReservation(aRunningTask());
        Lease one = acquireLease(task, WORK);
        Lease other = acquireLease(task, "stage-2");

        assertThat(leases.renew(one)).isEqualTo(Renewal.RENEWED);
        releaseLease(one);

        assertThat(leases.renew(other)).isEqualTo(Renewal.RENEWED);
        assertThat(isLeased()).isTrue();
    }

    @Test
    void work_can_be_leased_again_after_its_lease_has_expired() {
        Task task = storedWithReservation(aRunningTask());
        Lease expired = acquireLease(task, WORK);
        store.elapse(RackLeases.DURATION);
        Lease next = acquireLease(task, WORK);

        releaseLease(expired);

        assertThat(leases.renew(expired)).isEqualTo(Renewal.EXPIRED);
        assertThat(leases.renew(next)).isEqualTo(Renewal.RENEWED);
    }

    @Test
    void the_leases_of_a_task_end_when_its_rack_is_released() {
        Task task = storedWithReservation(aRunningTask());
        Lease one = acquireLease(task, WORK);
        Lease other = acquireLease(task, "stage-2");
        Lease neighbour = acquireLease(storedWithReservation(aRunningTask().number(2)), WORK);

        release(task);

        assertThat(leases.renew(one)).isEqualTo(Renewal.EXPIRED);
        assertThat(leases.renew(other)).isEqualTo(Renewal.EXPIRED);
        assertThat(leases.renew(neighbour)).isEqualTo(Renewal.RENEWED);
    }

    @Test
    void of_concurrent_leases_for_the_same_work_one_can_be_renewed() {
        Task task = storedWithReservation(aRunningTask());

        List<Lease> taken = ConcurrentRuns.of(8, () -> acquireLease(task, WORK));

        assertThat(taken).extracting(Lease::number).doesNotHaveDuplicates();
        assertThat(taken.stream().map(leases::renew)).containsOnlyOnce(Renewal.RENEWED);
    }

    private void releaseLease(Lease lease) {
        store.writes().releaseLease(SCOPE, RACK, lease);
    }

    private boolean isLeased() {
        return occupancy(SCOPE, RACK).reservations().stream().anyMatch(Reservation::leased);
    }
}
