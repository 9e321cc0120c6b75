package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CREATED;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.StopDelivery;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.FencingToken;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of {@link RackReservations}: reservations and waiting tasks. */
public abstract class RackReservationsContract extends RackChecksContract {

    protected RackReservationsContract(StoreUnderTest store, Class<? extends RackReservations> implementation) {
        super(store, implementation);
    }

    @Test
    void an_unknown_rack_is_empty() {
        assertThat(occupancy(SCOPE, RACK)).isEqualTo(new RackOccupancy(List.of(), List.of()));
    }

    @Test
    void a_task_holds_its_rack_until_it_is_released() {
        Task task = storedWithReservation(aPendingTask());
        RackOccupancy held = occupancy(SCOPE, RACK);

        release(task);

        assertThat(held.reservations()).containsExactly(new Reservation(task, Set.of(), Set.of(), null));
        assertThat(occupancy(SCOPE, RACK).reservations()).isEmpty();
    }

    @Test
    void an_ended_task_still_holds_its_rack() {
        Task ended = storedWithReservation(aTerminatedTask());

        assertThat(occupancy(SCOPE, RACK).reservations())
                .containsExactly(new Reservation(ended, Set.of(), Set.of(), null));
    }

    @Test
    void several_tasks_can_hold_a_rack() {
        Task one = storedWithReservation(aPendingTask().number(1));
        Task other = storedWithReservation(aRunningTask().number(2));

        assertThat(occupancy(SCOPE, RACK).reservations())
                .extracting(Reservation::task)
                .containsExactlyInAnyOrder(one, other);
    }

    @Test
    void a_task_gets_its_rack_at_most_once() {
        Task task = storedWithReservation(aPendingTask());

        assertThatIllegalStateException().isThrownBy(() -> grant(task));
        release(task);
        assertThatIllegalStateException().isThrownBy(() -> grant(task));

        assertThat(occupancy(SCOPE, RACK).reservations()).isEmpty();
    }

    @Test
    void every_reservation_of_a_rack_has_a_higher_fencing_token() {
        FencingToken first = fencingTokenOf(storedWithReservation(aRunningTask().number(3)));
        FencingToken sideBySide =
                fencingTokenOf(storedWithReservation(aRunningTask().number(2)));
        storedWithReservation(aRunningTask().number(4).on(OTHER_RACK));
        Task last = storedWithReservation(aRunningTask().number(1));
        release(last);
        FencingToken afterRelease =
                fencingTokenOf(storedWithReservation(aRunningTask().number(5)));

        assertThat(sideBySide).isGreaterThan(first);
        assertThat(afterRelease).isGreaterThan(sideBySide);
    }

    @Test
    void a_release_without_a_reservation_changes_nothing() {
        Task holder = storedWithReservation(aRunningTask().number(1));
        Lease lease = acquireLease(holder, "stage-1");
        Task waiting = stored(aWaitingTask().number(2));

        release(waiting);
        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            store.transactions().inTransaction(() -> {
                racks.release(scope, holder.id());
                return holder;
            });
        }

        assertThat(occupancy(SCOPE, RACK).reservations())
                .containsExactly(new Reservation(holder, Set.of(lease.number()), Set.of(), null));
        assertThat(store.leases().renew(lease)).isEqualTo(RackLeases.Renewal.RENEWED);
    }

    @Test
    void a_reservation_is_leased_while_one_lease_of_its_task_lives() {
        Task task = storedWithReservation(aRunningTask());
        Lease one = acquireLease(task, "stage-1");
        Lease other = acquireLease(task, "stage-2");

        store.leases().releaseLease(one);
        boolean withTheOther = onlyHolder().leased();
        store.leases().releaseLease(other);
        boolean withNone = onlyHolder().leased();
        acquireLease(task, "stage-3");
        boolean withAThird = onlyHolder().leased();
        store.elapse(RackLeases.DURATION);

        assertThat(withTheOther).isTrue();
        assertThat(withNone).isFalse();
        assertThat(withAThird).isTrue();
        assertThat(onlyHolder().leased()).isFalse();
    }

    @Test
    void a_reservation_has_the_stop_of_its_task_with_its_evidence() {
        Task task = storedWithReservation(aTerminatedTask());
        store.outbox().enqueueStart(SCOPE, task.id());
        Stop none = onlyHolder().stop();
        store.outbox().enqueueStop(SCOPE, task.id(), Duration.ZERO);
        Stop requested = requireNonNull(onlyHolder().stop());

        done(task, new DeliveryOutcome.NotNeeded());
        Stop started = requireNonNull(onlyHolder().stop());
        done(task, new DeliveryOutcome.Confirmed());
        Stop closed = requireNonNull(onlyHolder().stop());

        assertThat(none).isNull();
        assertThat(requested.status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(started.status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(started.permitsRelease(false)).isFalse();
        assertThat(closed.status()).isEqualTo(StopStatus.DRAINING);
        assertThat(closed.permitsRelease(false)).isTrue();
        assertThat(store.outbox().stopOf(SCOPE, task.id()))
                .map(StopDelivery::stop)
                .contains(closed);
    }

    @Test
    void waiting_tasks_are_in_order_of_arrival_whatever_the_clock_says() {
        Task first = stored(aWaitingTask().number(2).createdAt(CREATED));
        Task atTheSameTime = stored(aWaitingTask().number(9).createdAt(CREATED));
        Task whenTheClockWentBack = stored(aWaitingTask().number(1).createdAt(CREATED.minusSeconds(60)));
        Task last = stored(aWaitingTask().number(5).createdAt(CREATED.minusSeconds(30)));

        assertThat(occupancy(SCOPE, RACK).waiting()).containsExactly(first, atTheSameTime, whenTheClockWentBack, last);
    }

    @Test
    void only_tasks_in_state_waiting_are_in_the_queue() {
        Task waiting = stored(aWaitingTask().number(1));
        stored(aWaitingTask().number(2).after(StoredTaskFixture::cancelled));
        stored(aPendingTask().number(3));
        stored(aWaitingTask().number(4).after(task -> applied(task.promote(StoredTaskFixture.CHANGED))));

        assertThat(occupancy(SCOPE, RACK).waiting()).containsExactly(waiting);
    }

    @Test
    void other_racks_and_the_same_rack_of_another_site_are_separate() {
        Task holder = storedWithReservation(aPendingTask().number(1));
        Task waiting = stored(aWaitingTask().number(2));
        Task there = aPendingTask().number(3).at(OTHER_SITE).insertWithReservation(store, OTHER_SITE_SCOPE);
        Task besides = storedWithReservation(aPendingTask().number(4).on(OTHER_RACK));

        assertThat(occupancy(SCOPE, RACK))
                .isEqualTo(new RackOccupancy(
                        List.of(new Reservation(holder, Set.of(), Set.of(), null)), List.of(waiting)));
        assertThat(occupancy(OTHER_SITE_SCOPE, RACK).reservations())
                .containsExactly(new Reservation(there, Set.of(), Set.of(), null));
        assertThat(occupancy(SCOPE, OTHER_RACK).reservations())
                .containsExactly(new Reservation(besides, Set.of(), Set.of(), null));
        assertThat(occupancy(FOREIGN_SCOPE, RACK)).isEqualTo(new RackOccupancy(List.of(), List.of()));
        assertThat(occupancy(MISMATCHED_SCOPE, RACK)).isEqualTo(new RackOccupancy(List.of(), List.of()));
    }

    @Test
    void a_transaction_reads_its_own_writes_and_rolls_them_back() {
        Task task = aPendingTask().build();

        assertThatThrownBy(() -> store.transactions().inTransaction(() -> {
                    racks.lock(SCOPE, RACK);
                    store.tasks().insertTask(SCOPE, task, CAUSE);
                    racks.grant(SCOPE, task);
                    assertThat(racks.lock(SCOPE, RACK).reservations())
                            .containsExactly(new Reservation(task, Set.of(), Set.of(), null));
                    throw new IllegalArgumentException("undo");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(occupancy(SCOPE, RACK)).isEqualTo(new RackOccupancy(List.of(), List.of()));
        assertThat(storedWithReservation(aPendingTask())).isEqualTo(task);
    }

    @Test
    void of_concurrent_submits_to_an_empty_rack_one_gets_it_and_the_others_see_that() {
        AtomicInteger numbers = new AtomicInteger();

        List<Integer> holdersSeen = ConcurrentRuns.of(16, () -> reserveOrWait(numbers.incrementAndGet()));

        RackOccupancy after = occupancy(SCOPE, RACK);
        assertThat(holdersSeen).containsOnlyOnce(0);
        assertThat(after.reservations()).hasSize(1);
        assertThat(after.waiting()).hasSize(15);
    }

    @Test
    void of_concurrent_promotions_one_succeeds() {
        Task waiting = stored(aWaitingTask());

        List<Boolean> promoted = ConcurrentRuns.of(8, () -> store.transactions().inTransaction(() -> promoteWaiting()));

        assertThat(promoted).containsOnlyOnce(true);
        assertThat(onlyHolder().task().id()).isEqualTo(waiting.id());
    }

    private boolean promoteWaiting() {
        List<Task> waiting = racks.lock(SCOPE, RACK).waiting();
        waiting.forEach(task -> {
            Task promoted = applied(task.promote(StoredTaskFixture.CHANGED));
            store.tasks().update(SCOPE, new TaskChange(task, promoted, CAUSE));
            racks.grant(SCOPE, promoted);
        });
        return !waiting.isEmpty();
    }

    /** Returns how many tasks held the rack when this transaction had locked it. */
    private int reserveOrWait(int number) {
        return store.transactions().inTransaction(() -> {
            int holders = racks.lock(SCOPE, RACK).reservations().size();
            TaskStatus status = holders == 0 ? TaskStatus.PENDING : TaskStatus.WAITING;
            Task task = StoredTaskFixture.aTask(status).number(number).build();
            store.tasks().insertTask(SCOPE, task, CAUSE);
            if (holders == 0) {
                racks.grant(SCOPE, task);
            }
            return holders;
        });
    }

    private void grant(Task task) {
        store.transactions().inTransaction(() -> {
            racks.lock(SCOPE, RACK);
            racks.grant(SCOPE, task);
            return task;
        });
    }

    private FencingToken fencingTokenOf(Task task) {
        return acquireLease(task, "stage-1").fencingToken();
    }

    private void done(Task task, DeliveryOutcome deliveryOutcome) {
        List<Claim> claims = store.outbox().claim(task.id(), Duration.ofSeconds(30));
        assertThat(claims).hasSize(1);
        assertThat(store.outbox().complete(claims.getFirst(), deliveryOutcome)).isTrue();
    }

    private Reservation onlyHolder() {
        List<Reservation> holders = occupancy(SCOPE, RACK).reservations();
        assertThat(holders).hasSize(1);
        return holders.getFirst();
    }
}
