package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CREATED;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.RackReleased;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The part of the contract of {@link TaskStorage} that is about racks: reservations, leases and waiting tasks. */
public abstract class RackStorageContract extends StoreContract {

    protected RackStorageContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        assertThat(store.storage()).isInstanceOf(implementation);
    }

    @Test
    void an_unknown_rack_is_empty() {
        assertEmpty(occupancy(SCOPE, RACK));
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

        assertThat(onlyHolder())
                .isEqualTo(new Reservation(
                        ended,
                        Set.of(),
                        Set.of(),
                        store.writes().stopOf(SCOPE, ended.id()).orElseThrow()));
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

        assertRefused(granted(task));
        release(task);
        assertRefused(granted(task));

        assertThat(occupancy(SCOPE, RACK).reservations()).isEmpty();
    }

    @Test
    void a_decision_grants_a_task_its_rack_at_most_once() {
        Task task = stored(aPendingTask());

        assertRefused(granted(task), granted(task));

        assertThat(occupancy(SCOPE, RACK).reservations()).isEmpty();
    }

    @Test
    void every_reservation_of_a_rack_leaves_a_fencing_token_for_a_quiesce_of_the_one_before() {
        FencingToken first = fencingTokenOf(storedWithReservation(aRunningTask().number(3)));
        FencingToken sideBySide =
                fencingTokenOf(storedWithReservation(aRunningTask().number(2)));
        storedWithReservation(aRunningTask().number(4).on(OTHER_RACK));
        Task last = storedWithReservation(aRunningTask().number(1));
        FencingToken beforeRelease = fencingTokenOf(last);
        release(last);
        FencingToken afterRelease =
                fencingTokenOf(storedWithReservation(aRunningTask().number(5)));

        assertThat(sideBySide).isGreaterThan(first.forQuiesce());
        assertThat(beforeRelease).isGreaterThan(sideBySide.forQuiesce());
        assertThat(afterRelease).isGreaterThan(beforeRelease.forQuiesce());
    }

    @Test
    void a_decision_can_release_a_rack_and_grant_it_to_several_tasks() {
        Task former = storedWithReservation(aRunningTask().number(3));
        FencingToken before = fencingTokenOf(former);
        Task first = stored(aPendingTask().number(2));
        Task second = stored(aPendingTask().number(1));

        store.writes().write(SCOPE, RACK, new RackReleased(former.id()), granted(first), granted(second));

        assertThat(occupancy(SCOPE, RACK).reservations())
                .extracting(Reservation::task)
                .containsExactlyInAnyOrder(first, second);
        assertThat(fencingTokenOf(first)).isGreaterThan(before.forQuiesce());
        assertThat(fencingTokenOf(second)).isGreaterThan(fencingTokenOf(first).forQuiesce());
    }

    @Test
    void a_release_without_a_reservation_changes_nothing() {
        Task holder = storedWithReservation(aRunningTask().number(1));
        Lease lease = acquireLease(holder, "stage-1");
        Task waiting = stored(aWaitingTask().number(2));

        release(waiting);

        assertThat(occupancy(SCOPE, RACK).reservations())
                .containsExactly(new Reservation(holder, Set.of(lease.number()), Set.of(), null));
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.ACTING);
    }

    @Test
    void a_reservation_is_leased_while_one_lease_of_its_task_lives() {
        Task task = storedWithReservation(aRunningTask());
        Lease one = acquireLease(task, "stage-1");
        Lease other = acquireLease(task, "stage-2");

        store.writes().releaseLease(SCOPE, RACK, one);
        boolean withTheOther = onlyHolder().leased();
        store.writes().releaseLease(SCOPE, RACK, other);
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
        Task task = storedWithReservation(aRunningTask());
        Stop none = onlyHolder().stop();
        cancel(task);
        Stop requested = requireNonNull(onlyHolder().stop());

        completeStart(task);
        Stop started = requireNonNull(onlyHolder().stop());
        closeWorkflow(task);
        Stop closed = requireNonNull(onlyHolder().stop());

        assertThat(none).isNull();
        assertThat(requested.status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(started.status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(started.permitsRelease(false)).isFalse();
        assertThat(closed.status()).isEqualTo(StopStatus.DRAINING);
        assertThat(closed.permitsRelease(false)).isTrue();
        assertThat(store.writes().stopOf(SCOPE, task.id())).contains(closed);
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

        RackOccupancy here = occupancy(SCOPE, RACK);
        assertThat(here.reservations()).containsExactly(new Reservation(holder, Set.of(), Set.of(), null));
        assertThat(here.waiting()).containsExactly(waiting);
        assertThat(occupancy(OTHER_SITE_SCOPE, RACK).reservations())
                .containsExactly(new Reservation(there, Set.of(), Set.of(), null));
        assertThat(occupancy(SCOPE, OTHER_RACK).reservations())
                .containsExactly(new Reservation(besides, Set.of(), Set.of(), null));
        assertEmpty(occupancy(FOREIGN_SCOPE, RACK));
        assertEmpty(occupancy(MISMATCHED_SCOPE, RACK));
    }

    private static void assertEmpty(RackOccupancy rack) {
        assertThat(rack.reservations()).isEmpty();
        assertThat(rack.waiting()).isEmpty();
    }

    private static Change granted(Task task) {
        return new RackGranted(task, Delivery.AT_ONCE);
    }

    private FencingToken fencingTokenOf(Task task) {
        return acquireLease(task, "stage-1").fencingToken();
    }

    private Reservation onlyHolder() {
        List<Reservation> holders = occupancy(SCOPE, RACK).reservations();
        assertThat(holders).hasSize(1);
        return holders.getFirst();
    }
}
