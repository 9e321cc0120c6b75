package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aSucceededTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.RackActions;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The contract of {@link RackLeases}. */
public abstract class RackLeasesContract extends StoreContract {

    private static final Duration HALF = RackLeases.DURATION.dividedBy(2);
    private static final String WORK = "stage-1";

    private final RackLeases leases;

    protected RackLeasesContract(StoreUnderTest store, Class<? extends RackLeases> implementation) {
        super(store);
        this.leases = implementation.cast(store.leases());
    }

    @Test
    void a_lease_names_its_task_and_has_its_own_number() {
        Task one = storedWithReservation(aRunningTask().number(1));
        Task other = storedWithReservation(aRunningTask().number(2).on(OTHER_RACK));

        List<Lease> taken = List.of(
                acquireLease(one, WORK),
                acquireLease(one, WORK),
                acquireLease(one, "stage-2"),
                acquireLease(other, WORK));

        assertThat(taken).extracting(Lease::task).containsExactly(one.id(), one.id(), one.id(), other.id());
        assertThat(taken).extracting(Lease::number).doesNotHaveDuplicates();
        assertThat(taken.subList(0, 3))
                .extracting(Lease::fencingToken)
                .containsOnly(taken.getFirst().fencingToken());
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
    void a_renewal_reports_that_the_task_has_ended() {
        Lease lease = acquireLease(storedWithReservation(aSucceededTask()), WORK);

        assertThat(leases.renew(lease)).isEqualTo(Renewal.TASK_ENDED);
    }

    @Test
    void a_released_lease_cannot_be_renewed() {
        Lease lease = acquireLease(storedWithReservation(aRunningTask()), WORK);

        leases.releaseLease(lease);

        assertThat(isLeased()).isFalse();
        assertThat(leases.renew(lease)).isEqualTo(Renewal.EXPIRED);
        leases.releaseLease(lease);
    }

    @Test
    void a_new_lease_for_the_same_work_ends_renewals_of_the_former() {
        Task task = storedWithReservation(aRunningTask());
        Lease former = acquireLease(task, WORK);
        Lease later = acquireLease(task, WORK);

        assertThat(leases.renew(former)).isEqualTo(Renewal.EXPIRED);
        leases.releaseLease(former);

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

        leases.releaseLease(later);

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
        leases.releaseLease(one);

        assertThat(leases.renew(other)).isEqualTo(Renewal.RENEWED);
        assertThat(isLeased()).isTrue();
    }

    @Test
    void work_can_be_leased_again_after_its_lease_has_expired() {
        Task task = storedWithReservation(aRunningTask());
        Lease expired = acquireLease(task, WORK);
        store.elapse(RackLeases.DURATION);
        Lease next = acquireLease(task, WORK);

        leases.releaseLease(expired);

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
    void a_task_without_a_reservation_gets_no_lease() {
        Task never = stored(aRunningTask().number(1));
        Task noMore = storedWithReservation(aRunningTask().number(2));
        release(noMore);

        assertThatIllegalStateException().isThrownBy(() -> acquireLease(never, WORK));
        assertThatIllegalStateException().isThrownBy(() -> acquireLease(noMore, WORK));
        assertThatIllegalStateException().isThrownBy(() -> take(SCOPE, new TaskId(new UUID(0, 404))));
    }

    @Test
    void no_lease_is_acquired_in_another_scope() {
        Task task = storedWithReservation(aRunningTask());

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThatIllegalStateException().isThrownBy(() -> take(scope, task.id()));
        }
        assertThat(isLeased()).isFalse();
    }

    @Test
    void a_lease_whose_transaction_rolls_back_was_never_acquired() {
        Task task = storedWithReservation(aRunningTask());
        Lease before = acquireLease(task, WORK);
        AtomicReference<Lease> undone = new AtomicReference<>();

        assertThatThrownBy(() -> store.transactions().inTransaction(() -> {
                    undone.set(acquireLease(task, WORK));
                    throw new IllegalArgumentException("undo");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(leases.renew(undone.get())).isEqualTo(Renewal.EXPIRED);
        assertThat(leases.renew(before)).isEqualTo(Renewal.RENEWED);
    }

    @Test
    void of_concurrent_leases_for_the_same_work_one_can_be_renewed() {
        Task task = storedWithReservation(aRunningTask());

        List<Lease> taken = ConcurrentRuns.of(8, () -> acquireLease(task, WORK));

        assertThat(taken).extracting(Lease::number).doesNotHaveDuplicates();
        assertThat(taken.stream().map(leases::renew)).containsOnlyOnce(Renewal.RENEWED);
    }

    private void take(TaskScope scope, TaskId task) {
        store.transactions().inTransaction(() -> RackActions.acquireLease(leases, scope, task, WORK));
    }

    private boolean isLeased() {
        return occupancy(SCOPE, RACK).reservations().stream().anyMatch(Reservation::leased);
    }
}
