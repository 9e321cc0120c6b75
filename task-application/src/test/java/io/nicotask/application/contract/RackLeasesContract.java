package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link RackLeases}, with the changes that acquire and release leases. */
public abstract class RackLeasesContract extends StoreContract {

    private static final Duration HALF = RackLeases.DURATION.dividedBy(2);
    private static final String WORK = "stage-1";
    private static final Delivery LATER = new Delivery(Duration.ofHours(1), false);

    private final RackLeases leases;

    protected RackLeasesContract(StoreUnderTest store, Class<? extends RackLeases> implementation) {
        super(store);
        this.leases = calls.recorded(RackLeases.class, implementation.cast(store.leases()));
    }

    @Test
    void a_lease_lives_as_long_as_it_is_renewed_in_time() {
        Lease lease = acquireLease(storedWithReservation(aRunningTask()), WORK);

        for (int beat = 1; beat <= 4; beat++) {
            store.elapse(HALF);
            assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.ACTING);
        }

        assertThat(isLeased()).isTrue();
    }

    @Test
    void a_lease_that_was_not_renewed_in_time_can_never_be_renewed_again() {
        Lease lease = acquireLease(storedWithReservation(aRunningTask()), WORK);
        store.elapse(RackLeases.DURATION);

        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.EXPIRED);
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.EXPIRED);

        assertThat(isLeased()).isFalse();
    }

    @Test
    void the_lease_of_a_cancelled_task_lives_while_it_is_renewed() {
        Task task = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(task, WORK);
        cancel(task);

        for (int beat = 1; beat <= 4; beat++) {
            store.elapse(HALF);
            assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.TASK_ENDED);
        }
        boolean whileItBeats = isLeased();
        store.elapse(RackLeases.DURATION);

        assertThat(whileItBeats).isTrue();
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.EXPIRED);
    }

    @Test
    void a_lease_that_was_not_acquired_cannot_be_renewed() {
        Task task = storedWithReservation(aRunningTask());
        Lease acquired = acquireLease(task, WORK);
        Lease read = store.storage()
                .decide(SCOPE, task.id(), Decision::unchanged)
                .orElseThrow()
                .requireNextLease();

        assertThat(leases.renew(attempts.processOf(acquired), Set.of()))
                .isEqualTo(new Renewal.Renewed(Set.of(acquired.number()), Set.of()));
        assertThat(read.number()).isNotEqualTo(acquired.number());
        assertThat(attempts.renew(acquired)).isEqualTo(AttemptRenewal.ACTING);
    }

    @Test
    void a_renewal_reports_that_the_task_has_ended() {
        Task task = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(task, WORK);
        Task succeeded = StoredTaskFixture.applied(task.succeed(StoredTaskFixture.RUN, StoredTaskFixture.CHANGED));
        store.writes().update(SCOPE, new TaskChange(task, succeeded, StoredTaskFixture.CAUSE));

        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.TASK_ENDED);
    }

    @Test
    void a_released_lease_cannot_be_renewed() {
        Lease lease = acquireLease(storedWithReservation(aRunningTask()), WORK);

        releaseLease(lease);

        assertThat(isLeased()).isFalse();
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.EXPIRED);
        releaseLease(lease);
    }

    @Test
    void a_new_lease_for_the_same_work_ends_renewals_of_the_former() {
        Task task = storedWithReservation(aRunningTask());
        Lease former = acquireLease(task, WORK);
        Lease later = acquireLease(task, WORK);

        assertThat(attempts.renew(former)).isEqualTo(AttemptRenewal.EXPIRED);
        releaseLease(former);

        assertThat(isLeased()).isTrue();
        assertThat(attempts.renew(later)).isEqualTo(AttemptRenewal.ACTING);
    }

    /** Its attempt may not know yet that another has taken over, and may still act. */
    @Test
    void a_lease_that_was_taken_over_counts_until_its_process_expires_or_it_is_released() {
        Task task = storedWithReservation(aRunningTask());
        Lease former = acquireLease(task, WORK);
        Lease later = acquireLease(task, WORK);
        Lease last = acquireLease(task, WORK);

        releaseLease(last);
        boolean whileBothLive = isLeased();
        store.elapse(HALF);
        assertThat(attempts.renew(former)).isEqualTo(AttemptRenewal.EXPIRED);
        store.elapse(HALF);
        assertThat(attempts.renew(later)).isEqualTo(AttemptRenewal.EXPIRED);
        boolean whileTheFirstLives = isLeased();
        releaseLease(former);

        assertThat(whileBothLive).isTrue();
        assertThat(whileTheFirstLives).isTrue();
        assertThat(isLeased()).isFalse();
    }

    @Test
    void all_attempts_of_a_process_live_by_one_renewal_which_names_those_that_may_act() {
        Task running = storedWithReservation(aRunningTask().number(1));
        Task ended = storedWithReservation(aRunningTask().number(2));
        ProcessId process = attempts.newProcess();
        Lease superseded = attempts.acquire(SCOPE, running.id(), WORK, process);
        Lease first = attempts.acquire(SCOPE, running.id(), WORK, process);
        Lease second = attempts.acquire(SCOPE, running.id(), "stage-2", process);
        Lease ofEnded = attempts.acquire(SCOPE, ended.id(), WORK, process);
        acquireLease(running, "elsewhere");
        cancel(ended);

        Renewal renewal = leases.renew(process, Set.of());

        assertThat(renewal)
                .isEqualTo(new Renewal.Renewed(Set.of(first.number(), second.number()), Set.of(ofEnded.number())));
        assertThat(superseded.number()).isNotEqualTo(first.number());
    }

    @Test
    void a_process_without_attempts_renews_its_lease_too() {
        ProcessId process = attempts.newProcess();
        for (int renewal = 1; renewal <= 3; renewal++) {
            store.elapse(HALF);
            assertThat(leases.renew(process, Set.of())).isEqualTo(new Renewal.Renewed(Set.of(), Set.of()));
        }
        store.elapse(RackLeases.DURATION);

        assertThat(leases.renew(process, Set.of())).isEqualTo(new Renewal.Expired());
        assertThat(leases.renew(new ProcessId(new UUID(0, 404)), Set.of())).isEqualTo(new Renewal.Expired());
    }

    @Test
    void the_expiry_of_a_process_makes_the_checks_of_its_open_tasks_due() {
        Task open = startedAndChecked(1);
        Task ended = startedAndChecked(2);
        Task released = startedAndChecked(3);
        Task elsewhere = startedAndChecked(4);
        ProcessId process = attempts.newProcess();
        attempts.acquire(SCOPE, open.id(), WORK, process);
        attempts.acquire(SCOPE, open.id(), "stage-2", process);
        attempts.acquire(SCOPE, ended.id(), WORK, process);
        Lease done = attempts.acquire(SCOPE, released.id(), WORK, process);
        releaseLease(done);
        acquireLease(elsewhere, WORK);
        cancel(ended, LATER);
        store.elapse(RackLeases.DURATION);

        WorkItem expired = dueProcess(process);
        assertThat(leases.expire(expired)).isTrue();

        assertThat(claimDue(Lane.CHECK)).extracting(WorkItem::task).containsExactly(open.id());
        assertThat(leases.renew(process, Set.of())).isEqualTo(new Renewal.Expired());
        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(leases.expire(expired)).isTrue());
        store.elapse(WorkQueue.CLAIM);
        assertThat(processesDue()).doesNotContain(process);
    }

    @Test
    void the_expiry_of_a_process_is_put_off_by_each_renewal() {
        Task task = startedAndChecked(1);
        ProcessId process = attempts.newProcess();
        attempts.acquire(SCOPE, task.id(), WORK, process);
        for (int renewal = 1; renewal <= 3; renewal++) {
            store.elapse(HALF);
            assertThat(leases.renew(process, Set.of())).isInstanceOf(Renewal.Renewed.class);
        }
        store.elapse(RackLeases.DURATION.minusMillis(1));
        List<ProcessId> before = processesDue();
        store.elapse(Duration.ofMillis(1));

        assertThat(before).isEmpty();
        assertThat(processesDue()).containsExactly(process);
        assertThat(claimDue(Lane.CHECK)).isEmpty();
    }

    @Test
    void the_lease_of_a_dead_process_expires_in_time_although_the_clock_was_set_back() {
        Task task = startedAndChecked(1);
        ProcessId process = attempts.newProcess();
        attempts.acquire(SCOPE, task.id(), WORK, process);
        store.elapse(Duration.ofHours(-6));

        WorkItem check = dueProcess(process);
        assertThat(leases.expire(check))
                .as("expire MUST NOT end a lease that may have been renewed just before the clock was set back")
                .isFalse();
        assertThat(store.queue().postpone(check, RackLeases.DURATION, "")).isTrue();
        store.elapse(RackLeases.DURATION);

        assertThat(leases.expire(dueProcess(process)))
                .as("expire MUST end the lease within its duration of the step")
                .isTrue();
        assertThat(claimDue(Lane.CHECK)).extracting(WorkItem::task).containsExactly(task.id());
    }

    @Test
    void a_living_process_keeps_its_lease_although_the_clock_was_set_back() {
        Task task = startedAndChecked(1);
        ProcessId process = attempts.newProcess();
        Lease lease = attempts.acquire(SCOPE, task.id(), WORK, process);
        store.elapse(Duration.ofHours(-6));
        assertThat(leases.expire(dueProcess(process))).isFalse();

        for (int renewal = 1; renewal <= 3; renewal++) {
            store.elapse(HALF);
            assertThat(leases.renew(process, Set.of()))
                    .isEqualTo(new Renewal.Renewed(Set.of(lease.number()), Set.of()));
        }
    }

    @Test
    void the_check_of_a_workflow_is_due_when_its_attempt_is_not_answered() {
        Task one = startedAndChecked(1);
        Task other = startedAndChecked(2);
        ProcessId process = attempts.newProcess();
        Lease unanswered = attempts.acquire(SCOPE, one.id(), WORK, process);
        attempts.acquire(SCOPE, other.id(), WORK, process);
        Lease ofAnother = acquireLease(other, "stage-2");

        Renewal renewal = leases.renew(process, Set.of(unanswered.number(), ofAnother.number(), 404_404L));

        assertThat(renewal).isInstanceOf(Renewal.Renewed.class);
        assertThat(claimDue(Lane.CHECK)).extracting(WorkItem::task).containsExactly(one.id());
    }

    @Test
    void a_check_under_way_is_repeated_when_another_doubt_arises() {
        Task task = startedAndChecked(1);
        ProcessId process = attempts.newProcess();
        Lease lease = attempts.acquire(SCOPE, task.id(), WORK, process);
        scheduleCheck(task, Duration.ZERO);
        WorkItem underWay = onlyDue(Lane.CHECK);

        assertThat(leases.renew(process, Set.of(lease.number()))).isInstanceOf(Renewal.Renewed.class);

        assertThat(store.monitor().recordCheck(underWay, 0, null)).isFalse();
        assertThat(onlyDue(Lane.CHECK).claimNumber()).isEqualTo(underWay.claimNumber() + 1);
    }

    /** A task with a delivered start, of whose workflow no check is scheduled. */
    private Task startedAndChecked(int number) {
        Task task = storedWithReservation(aRunningTask().number(number));
        deliverStart(task);
        scheduleCheck(task, null);
        return task;
    }

    private List<ProcessId> processesDue() {
        return claimDue(Lane.UPKEEP).stream()
                .filter(item -> item.kind() == Kind.CHECK_PROCESS)
                .map(WorkItem::process)
                .toList();
    }

    private WorkItem dueProcess(ProcessId process) {
        return claimDue(Lane.UPKEEP).stream()
                .filter(item ->
                        item.kind() == Kind.CHECK_PROCESS && item.process().equals(process))
                .findFirst()
                .orElseThrow();
    }

    /** An attempt that does not know whether it has acquired its lease releases it by its number. */
    @Test
    void the_number_of_a_lease_is_offered_once() {
        Task task = storedWithReservation(aRunningTask());

        List<Long> offered = Stream.generate(() -> store.storage()
                        .decide(SCOPE, task.id(), Decision::unchanged)
                        .orElseThrow()
                        .requireNextLease()
                        .number())
                .limit(3)
                .toList();

        assertThat(offered)
                .doesNotHaveDuplicates()
                .doesNotContain(acquireLease(task, WORK).number());
    }

    @Test
    void leases_for_different_work_of_a_task_are_independent() {
        Task task = storedWithReservation(aRunningTask());
        Lease one = acquireLease(task, WORK);
        Lease other = acquireLease(task, "stage-2");

        assertThat(attempts.renew(one)).isEqualTo(AttemptRenewal.ACTING);
        releaseLease(one);

        assertThat(attempts.renew(other)).isEqualTo(AttemptRenewal.ACTING);
        assertThat(isLeased()).isTrue();
    }

    @Test
    void work_can_be_leased_again_after_its_lease_has_expired() {
        Task task = storedWithReservation(aRunningTask());
        Lease expired = acquireLease(task, WORK);
        store.elapse(RackLeases.DURATION);
        Lease next = acquireLease(task, WORK);

        releaseLease(expired);

        assertThat(attempts.renew(expired)).isEqualTo(AttemptRenewal.EXPIRED);
        assertThat(attempts.renew(next)).isEqualTo(AttemptRenewal.ACTING);
    }

    @Test
    void the_leases_of_a_task_end_when_its_rack_is_released() {
        Task task = storedWithReservation(aRunningTask());
        Lease one = acquireLease(task, WORK);
        Lease other = acquireLease(task, "stage-2");
        Lease neighbour = acquireLease(storedWithReservation(aRunningTask().number(2)), WORK);

        release(task);

        assertThat(attempts.renew(one)).isEqualTo(AttemptRenewal.EXPIRED);
        assertThat(attempts.renew(other)).isEqualTo(AttemptRenewal.EXPIRED);
        assertThat(attempts.renew(neighbour)).isEqualTo(AttemptRenewal.ACTING);
    }

    @Test
    void of_concurrent_leases_for_the_same_work_one_can_be_renewed() {
        Task task = storedWithReservation(aRunningTask());

        List<Lease> taken = ConcurrentRuns.of(8, () -> acquireLease(task, WORK));

        assertThat(taken).extracting(Lease::number).doesNotHaveDuplicates();
        assertThat(taken.stream().map(attempts::renew)).containsOnlyOnce(AttemptRenewal.ACTING);
    }

    private void releaseLease(Lease lease) {
        store.writes().releaseLease(SCOPE, RACK, lease);
    }

    private boolean isLeased() {
        return occupancy(SCOPE, RACK).reservations().stream().anyMatch(Reservation::leased);
    }
}
