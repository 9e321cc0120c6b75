package io.nicotask.application.internal;

import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Promotion of waiting tasks. */
final class PromotionTest {

    private final RackFixture rackFixture = new RackFixture();

    @Test
    void the_end_of_a_task_promotes_the_next_one() {
        Task first = rackFixture.running();
        Task next = rackFixture.submit();

        rackFixture.finish(first);

        Task promoted = rackFixture.reload(next);
        assertThat(promoted.status()).isEqualTo(PENDING);
        assertThat(promoted.message()).isEqualTo("Promoted: no conflicting active tasks");
        assertThat(rackFixture.site.snapshotOf(next).history())
                .last()
                .isEqualTo(new HistoryEntry(
                        WAITING, PENDING, promoted.revision().updated(), ChangeCause.of(Actor.system("queue"))));
        assertThat(rackFixture.site.holders(next)).containsExactly(new Reservation(promoted, false, false));
    }

    @Test
    void a_promoted_task_is_started_through_the_outbox() {
        Task first = rackFixture.running();
        Task next = rackFixture.submit();
        rackFixture.relay.deliver(next.id());
        boolean startedWhileItWaited = rackFixture.engine.started(SITE).contains(next.id());

        rackFixture.finish(first);
        rackFixture.relay.deliver(next.id());

        assertThat(startedWhileItWaited).isFalse();
        assertThat(rackFixture.engine.started(SITE)).containsExactly(first.id(), next.id());
    }

    @Test
    void the_end_of_a_task_and_the_promotion_of_the_next_are_one_transaction() {
        Task first = rackFixture.running();
        Task next = rackFixture.submit();
        Snapshot before = rackFixture.site.snapshotOf(next);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(rackFixture.finish(
                                rackFixture.site.failingAt("enqueueStart"), first, new WorkResult.Success()))
                        .isNull());

        assertThat(rackFixture.reload(first).status()).isNotEqualTo(SUCCEEDED);
        assertThat(rackFixture.site.snapshotOf(next)).isEqualTo(before);
    }

    @Test
    void conflicting_tasks_are_promoted_first_in_first_out() {
        Task first = rackFixture.running();
        Task second = rackFixture.submit();
        Task third = rackFixture.submit();

        rackFixture.finish(first);
        assertThat(rackFixture.statusOf(second, third)).containsExactly(PENDING, WAITING);

        rackFixture.assertCancels(second);
        rackFixture.relay.deliver(second.id());
        assertThat(rackFixture.statusOf(second, third)).containsExactly(TERMINATED, PENDING);
    }

    @Test
    void tasks_without_conflicts_are_promoted_together_and_none_overtakes() {
        Task first = rackFixture.running();
        Task one = rackFixture.submit(1);
        Task two = rackFixture.submit(2, 3);
        Task behindTwo = rackFixture.submit(3, 4);
        Task behindThat = rackFixture.submit(4);
        Task free = rackFixture.submit(5);

        rackFixture.finish(first);

        assertThat(rackFixture.statusOf(one, two, behindTwo, behindThat, free))
                .containsExactly(PENDING, PENDING, WAITING, WAITING, PENDING);
    }

    @Test
    void a_cancelled_task_holds_its_rack_until_its_stop_is_confirmed() {
        Task first = rackFixture.running();
        Task next = rackFixture.submit();

        rackFixture.assertCancels(first);
        rackFixture.site.reschedule(first);
        assertThat(rackFixture.statusOf(next)).containsExactly(WAITING);

        rackFixture.relay.deliver(first.id());
        assertThat(rackFixture.statusOf(next)).containsExactly(PENDING);
        assertThat(rackFixture.site.snapshotOf(first).stop())
                .map(StopStatus::state)
                .contains(StopStatus.State.CONFIRMED);
    }

    @Test
    void a_cancelled_task_with_a_closed_workflow_holds_its_rack_while_an_attempt_may_act() {
        Task first = rackFixture.running();
        Task next = rackFixture.submit();
        rackFixture.acquireLease(first);

        rackFixture.assertCancels(first);
        rackFixture.relay.deliver(first.id());
        StopStatus.State whileActing =
                rackFixture.site.snapshotOf(first).stop().orElseThrow().state();
        assertThat(rackFixture.statusOf(next)).containsExactly(WAITING);

        rackFixture.site.clock.tick(RackLeases.DURATION);
        rackFixture.reconcile();
        assertThat(whileActing).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(rackFixture.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_finished_task_holds_its_rack_while_another_attempt_may_act() {
        Task first = rackFixture.running();
        Task next = rackFixture.submit();
        Lease lease = rackFixture.acquireLease(first);

        rackFixture.finish(first);
        rackFixture.relay.deliver(first.id());
        rackFixture.site.clock.tick(Duration.ofSeconds(2));
        assertThat(rackFixture.site.ports.leases().renew(lease)).isEqualTo(RackLeases.Renewal.TASK_ENDED);
        rackFixture.reconcile();
        assertThat(rackFixture.statusOf(next)).containsExactly(WAITING);

        rackFixture.site.clock.tick(RackLeases.DURATION);
        rackFixture.reconcile();
        assertThat(rackFixture.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_cancel_before_the_start_frees_the_rack_once_the_tombstone_is_placed() {
        Task first = rackFixture.submit();
        Task next = rackFixture.submit();

        rackFixture.assertCancels(first);
        rackFixture.relay.deliver(first.id());

        assertThat(rackFixture.engine.tombstones(SITE)).containsExactly(first.id());
        assertThat(rackFixture.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_start_that_is_refused_for_good_frees_the_rack_once_the_stop_is_confirmed() {
        rackFixture.engine.refuseStarts(SITE, "no such type");
        Task first = rackFixture.submit();
        Task next = rackFixture.submit();

        rackFixture.relay.deliver(first.id());

        assertThat(rackFixture.reload(first).message()).isEqualTo("Workflow could not be started: no such type");
        assertThat(rackFixture.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_cancelled_waiting_task_unblocks_the_tasks_behind_it() {
        Task first = rackFixture.running(1);
        Task blocker = rackFixture.submit(1, 2);
        Task next = rackFixture.submit(2);

        rackFixture.assertCancels(blocker);

        assertThat(rackFixture.statusOf(first, blocker, next)).last().isEqualTo(PENDING);
    }

    @Test
    void a_task_that_was_cancelled_while_waiting_never_starts() {
        Task first = rackFixture.running();
        Task next = rackFixture.submit();
        rackFixture.assertCancels(next);
        Snapshot before = rackFixture.site.snapshotOf(next);

        rackFixture.finish(first);
        rackFixture.site.reschedule(next);
        rackFixture.relay.deliver(next.id());

        assertThat(rackFixture.site.snapshotOf(next)).isEqualTo(before);
        assertThat(before.stop()).isEmpty();
        assertThat(rackFixture.engine.started(SITE)).containsExactly(first.id());
        assertThat(rackFixture.site.holders(next)).isEmpty();
    }
}
