package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.CAUSE;
import static io.nicotask.application.contract.TaskFixture.CREATED;
import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aTerminatedTask;
import static io.nicotask.application.contract.TaskFixture.aWaitingTask;
import static io.nicotask.application.contract.TaskFixture.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.Racks;
import io.nicotask.application.port.Racks.Holder;
import io.nicotask.application.port.Racks.Occupancy;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What all {@link Racks} do with grants and with the tasks that wait for one. */
public abstract class RacksContract extends RackLooksContract {

    protected RacksContract(StoreUnderTest store, Class<? extends Racks> implementation) {
        super(store, implementation);
    }

    @Test
    void a_rack_that_was_never_heard_of_is_empty() {
        assertThat(occupancy(HERE, RACK)).isEqualTo(new Occupancy(List.of(), List.of()));
    }

    @Test
    void a_task_holds_its_rack_from_the_grant_until_it_is_released() {
        Task task = granted(aPendingTask());
        Occupancy held = occupancy(HERE, RACK);

        release(task);

        assertThat(held.holders()).containsExactly(new Holder(task, false, false));
        assertThat(occupancy(HERE, RACK).holders()).isEmpty();
    }

    @Test
    void a_task_goes_on_holding_its_rack_when_it_has_ended() {
        Task ended = granted(aTerminatedTask());

        assertThat(occupancy(HERE, RACK).holders()).containsExactly(new Holder(ended, false, false));
    }

    @Test
    void several_tasks_can_hold_a_rack() {
        Task one = granted(aPendingTask().number(1));
        Task other = granted(aRunningTask().number(2));

        assertThat(occupancy(HERE, RACK).holders()).extracting(Holder::task).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void a_task_is_granted_its_rack_once_in_its_life() {
        Task task = granted(aPendingTask());

        assertThatIllegalStateException().isThrownBy(() -> grant(task));
        release(task);
        assertThatIllegalStateException().isThrownBy(() -> grant(task));

        assertThat(occupancy(HERE, RACK).holders()).isEmpty();
    }

    @Test
    void every_grant_of_a_rack_has_a_higher_epoch_than_those_before() {
        Epoch first = epochOf(granted(aRunningTask().number(3)));
        Epoch sideBySide = epochOf(granted(aRunningTask().number(2)));
        granted(aRunningTask().number(4).on(OTHER_RACK));
        Task last = granted(aRunningTask().number(1));
        release(last);
        Epoch afterRelease = epochOf(granted(aRunningTask().number(5)));

        assertThat(sideBySide).isGreaterThan(first);
        assertThat(afterRelease).isGreaterThan(sideBySide);
    }

    @Test
    void a_release_of_a_task_that_holds_nothing_changes_nothing() {
        Task holder = granted(aRunningTask().number(1));
        Lease lease = leased(holder, "stage-1");
        Task waiting = kept(aWaitingTask().number(2));

        release(waiting);
        for (TaskScope scope : List.of(THERE, ABROAD, FORGED)) {
            store.transactions().inTransaction(() -> {
                racks.release(scope, holder.id());
                return holder;
            });
        }

        assertThat(occupancy(HERE, RACK).holders()).containsExactly(new Holder(holder, true, false));
        assertThat(store.leases().renew(lease)).isEqualTo(RackLeases.Renewal.RENEWED);
    }

    @Test
    void a_holder_is_shown_as_leased_while_one_of_its_leases_lives() {
        Task task = granted(aRunningTask());
        Lease one = leased(task, "stage-1");
        Lease other = leased(task, "stage-2");

        store.leases().end(one);
        boolean withTheOther = onlyHolder().leased();
        store.leases().end(other);
        boolean withNone = onlyHolder().leased();
        leased(task, "stage-3");
        boolean withAThird = onlyHolder().leased();
        store.elapse(RackLeases.LIMIT);

        assertThat(withTheOther).isTrue();
        assertThat(withNone).isFalse();
        assertThat(withAThird).isTrue();
        assertThat(onlyHolder().leased()).isFalse();
    }

    @Test
    void a_holder_is_shown_as_stopped_when_its_stop_is_done() {
        Task task = granted(aTerminatedTask());
        store.outbox().requestStart(HERE, task.id());
        store.outbox().requestStop(HERE, task.id(), Duration.ZERO);
        boolean asked = onlyHolder().stopped();

        done(task, new Outcome.NotNeeded());
        boolean started = onlyHolder().stopped();
        done(task, new Outcome.Confirmed());

        assertThat(asked).isFalse();
        assertThat(started).isFalse();
        assertThat(onlyHolder().stopped()).isTrue();
    }

    @Test
    void those_that_wait_come_in_the_order_of_their_coming_whatever_the_clock_says() {
        Task first = kept(aWaitingTask().number(2).createdAt(CREATED));
        Task atTheSameTime = kept(aWaitingTask().number(9).createdAt(CREATED));
        Task whenTheClockWentBack = kept(aWaitingTask().number(1).createdAt(CREATED.minusSeconds(60)));
        Task last = kept(aWaitingTask().number(5).createdAt(CREATED.minusSeconds(30)));

        assertThat(occupancy(HERE, RACK).waiting()).containsExactly(first, atTheSameTime, whenTheClockWentBack, last);
    }

    @Test
    void only_waiting_tasks_wait() {
        Task waiting = kept(aWaitingTask().number(1));
        kept(aWaitingTask().number(2).then(TaskFixture::cancelled));
        kept(aPendingTask().number(3));
        kept(aWaitingTask().number(4).then(task -> applied(task.promote(TaskFixture.CHANGED))));

        assertThat(occupancy(HERE, RACK).waiting()).containsExactly(waiting);
    }

    @Test
    void neither_another_rack_nor_the_same_one_of_another_site_has_to_do_with_it() {
        Task holder = granted(aPendingTask().number(1));
        Task waiting = kept(aWaitingTask().number(2));
        Task there = aPendingTask().number(3).at(OTHER_SITE).grantedIn(store, THERE);
        Task besides = granted(aPendingTask().number(4).on(OTHER_RACK));

        assertThat(occupancy(HERE, RACK))
                .isEqualTo(new Occupancy(List.of(new Holder(holder, false, false)), List.of(waiting)));
        assertThat(occupancy(THERE, RACK).holders()).containsExactly(new Holder(there, false, false));
        assertThat(occupancy(HERE, OTHER_RACK).holders()).containsExactly(new Holder(besides, false, false));
        assertThat(occupancy(ABROAD, RACK)).isEqualTo(new Occupancy(List.of(), List.of()));
        assertThat(occupancy(FORGED, RACK)).isEqualTo(new Occupancy(List.of(), List.of()));
    }

    @Test
    void what_was_written_earlier_in_the_transaction_is_seen_and_undone_with_it() {
        Task task = aPendingTask().now();

        assertThatThrownBy(() -> store.transactions().inTransaction(() -> {
                    racks.lock(HERE, RACK);
                    store.tasks().add(HERE, task, CAUSE);
                    racks.grant(HERE, task);
                    assertThat(racks.lock(HERE, RACK).holders()).containsExactly(new Holder(task, false, false));
                    throw new IllegalArgumentException("undo");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(occupancy(HERE, RACK)).isEqualTo(new Occupancy(List.of(), List.of()));
        assertThat(granted(aPendingTask())).isEqualTo(task);
    }

    @Test
    void of_many_that_want_an_empty_rack_at_once_one_gets_it_and_the_others_see_it() {
        AtomicInteger numbers = new AtomicInteger();

        List<Integer> holdersSeen = Race.of(16, () -> getsOrWaits(numbers.incrementAndGet()));

        Occupancy after = occupancy(HERE, RACK);
        assertThat(holdersSeen).containsOnlyOnce(0);
        assertThat(after.holders()).hasSize(1);
        assertThat(after.waiting()).hasSize(15);
    }

    @Test
    void of_many_that_promote_at_once_one_does() {
        Task waiting = kept(aWaitingTask());

        List<Boolean> promoted = Race.of(8, () -> store.transactions().inTransaction(() -> promotesOneThatWaits()));

        assertThat(promoted).containsOnlyOnce(true);
        assertThat(onlyHolder().task().id()).isEqualTo(waiting.id());
    }

    private boolean promotesOneThatWaits() {
        List<Task> waiting = racks.lock(HERE, RACK).waiting();
        waiting.forEach(task -> {
            Task promoted = applied(task.promote(TaskFixture.CHANGED));
            store.tasks().update(HERE, new TaskChange(task, promoted, CAUSE));
            racks.grant(HERE, promoted);
        });
        return !waiting.isEmpty();
    }

    /** How many held the rack when it was looked at under its lock. */
    private int getsOrWaits(int number) {
        return store.transactions().inTransaction(() -> {
            int holders = racks.lock(HERE, RACK).holders().size();
            TaskStatus status = holders == 0 ? TaskStatus.PENDING : TaskStatus.WAITING;
            Task task = TaskFixture.aTask(status).number(number).now();
            store.tasks().add(HERE, task, CAUSE);
            if (holders == 0) {
                racks.grant(HERE, task);
            }
            return holders;
        });
    }

    private void grant(Task task) {
        store.transactions().inTransaction(() -> {
            racks.lock(HERE, RACK);
            racks.grant(HERE, task);
            return task;
        });
    }

    private Epoch epochOf(Task task) {
        return leased(task, "stage-1").epoch();
    }

    private void done(Task task, Outcome outcome) {
        List<Claim> claims = store.outbox().claim(task.id(), Duration.ofSeconds(30));
        assertThat(claims).hasSize(1);
        assertThat(store.outbox().done(claims.getFirst(), outcome)).isTrue();
    }

    private Holder onlyHolder() {
        List<Holder> holders = occupancy(HERE, RACK).holders();
        assertThat(holders).hasSize(1);
        return holders.getFirst();
    }
}
