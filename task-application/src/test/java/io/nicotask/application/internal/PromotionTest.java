package io.nicotask.application.internal;

import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.task.TaskStatus.FAILED;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Promotion of waiting tasks. */
final class PromotionTest {

    private final RackFixture fixture = new RackFixture();

    @Test
    void the_end_of_a_task_promotes_the_next_one() {
        Task first = fixture.running();
        Task next = fixture.submit();

        fixture.finish(first);

        Task promoted = fixture.reload(next);
        assertThat(promoted.status()).isEqualTo(PENDING);
        assertThat(promoted.message()).isEqualTo("Promoted: no conflicting active tasks");
        assertThat(fixture.site.snapshotOf(next).history())
                .last()
                .isEqualTo(new HistoryEntry(
                        WAITING, PENDING, promoted.revision().updated(), ChangeCause.of(Actor.system("queue"))));
        assertThat(fixture.site.holders(next)).containsExactly(new Reservation(promoted, Set.of(), Set.of(), null));
    }

    @Test
    void a_promoted_task_is_started_through_the_outbox() {
        Task first = fixture.running();
        Task next = fixture.submit();
        fixture.deliver(next);
        boolean startedWhileItWaited = fixture.engine.started(SITE).contains(next.id());

        fixture.finish(first);
        fixture.deliver(next);

        assertThat(startedWhileItWaited).isFalse();
        assertThat(fixture.engine.started(SITE)).containsExactly(first.id(), next.id());
    }

    @Test
    void the_end_of_a_task_and_the_promotion_of_the_next_are_one_transaction() {
        Task first = fixture.running();
        Task next = fixture.submit();
        Snapshot before = fixture.site.snapshotOf(next);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(fixture.finish(
                                fixture.site.refusing(RackGranted.class), first, new WorkResult.Success()))
                        .isNull());

        assertThat(fixture.reload(first).status()).isNotEqualTo(SUCCEEDED);
        assertThat(fixture.site.snapshotOf(next)).isEqualTo(before);
    }

    @Test
    void conflicting_tasks_are_promoted_first_in_first_out() {
        Task first = fixture.running();
        Task second = fixture.submit();
        Task third = fixture.submit();

        fixture.finish(first);
        assertThat(fixture.statusOf(second, third)).containsExactly(PENDING, WAITING);

        fixture.assertCancels(second);
        fixture.deliver(second);
        assertThat(fixture.statusOf(second, third)).containsExactly(TERMINATED, PENDING);
    }

    @Test
    void tasks_without_conflicts_are_promoted_together_and_none_overtakes() {
        Task first = fixture.running();
        Task one = fixture.submit(1);
        Task two = fixture.submit(2, 3);
        Task behindTwo = fixture.submit(3, 4);
        Task behindThat = fixture.submit(4);
        Task free = fixture.submit(5);

        fixture.finish(first);

        assertThat(fixture.statusOf(one, two, behindTwo, behindThat, free))
                .containsExactly(PENDING, PENDING, WAITING, WAITING, PENDING);
    }

    @Test
    void a_cancelled_task_holds_its_rack_until_its_stop_is_confirmed() {
        Task first = fixture.running();
        Task next = fixture.submit();

        fixture.assertCancels(first);
        fixture.site.reschedule(first);
        assertThat(fixture.statusOf(next)).containsExactly(WAITING);

        fixture.deliver(first);
        assertThat(fixture.statusOf(next)).containsExactly(PENDING);
        assertThat(fixture.site.snapshotOf(first).stop()).map(Stop::status).contains(StopStatus.CONFIRMED);
    }

    @Test
    void a_cancelled_task_with_a_closed_workflow_holds_its_rack_while_an_attempt_may_act() {
        Task first = fixture.running();
        Task next = fixture.submit();
        fixture.site.acquireLease(first);

        fixture.assertCancels(first);
        fixture.deliver(first);
        StopStatus whileActing =
                fixture.site.snapshotOf(first).stop().orElseThrow().status();
        assertThat(fixture.statusOf(next)).containsExactly(WAITING);

        fixture.site.clock.tick(RackLeases.DURATION);
        fixture.reconcile();
        assertThat(whileActing).isEqualTo(StopStatus.DRAINING);
        assertThat(fixture.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_finished_task_holds_its_rack_while_another_attempt_may_act() {
        Task first = fixture.running();
        Task next = fixture.submit();
        Lease lease = fixture.site.acquireLease(first);

        fixture.finish(first);
        for (int second = 1; second <= FinishTask.CLOSE_GRACE.toSeconds(); second++) {
            fixture.site.clock.tick(Duration.ofSeconds(1));
            assertThat(fixture.site.attempts.renew(lease)).isEqualTo(AttemptRenewal.TASK_ENDED);
        }
        fixture.deliver(first);
        fixture.reconcile();
        assertThat(fixture.statusOf(next)).containsExactly(WAITING);

        fixture.site.clock.tick(RackLeases.DURATION);
        fixture.reconcile();
        assertThat(fixture.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_cancel_before_the_start_frees_the_rack_once_the_tombstone_is_placed() {
        Task first = fixture.submit();
        Task next = fixture.submit();

        fixture.assertCancels(first);
        fixture.deliver(first);

        assertThat(fixture.engine.tombstones(SITE)).containsExactly(first.id());
        assertThat(fixture.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_start_that_is_refused_for_good_frees_the_rack_once_the_stop_is_confirmed() {
        fixture.engine.refuseStarts(SITE, "no such type");
        Task first = fixture.submit();
        Task next = fixture.submit();

        fixture.deliver(first);

        assertThat(fixture.reload(first).message()).isEqualTo("Workflow could not be started: no such type");
        assertThat(fixture.statusOf(next))
                .as("it was promoted, and its start refused")
                .containsExactly(FAILED);
    }

    @Test
    void a_cancelled_waiting_task_unblocks_the_tasks_behind_it() {
        Task first = fixture.running(1);
        Task blocker = fixture.submit(1, 2);
        Task next = fixture.submit(2);

        fixture.assertCancels(blocker);

        assertThat(fixture.statusOf(first, blocker, next)).last().isEqualTo(PENDING);
    }

    @Test
    void a_task_that_was_cancelled_while_waiting_never_starts() {
        Task first = fixture.running();
        Task next = fixture.submit();
        fixture.assertCancels(next);
        Snapshot before = fixture.site.snapshotOf(next);

        fixture.finish(first);
        fixture.site.reschedule(next);
        fixture.deliver(next);

        assertThat(fixture.site.snapshotOf(next)).isEqualTo(before);
        assertThat(before.stop()).isEmpty();
        assertThat(fixture.engine.started(SITE)).containsExactly(first.id());
        assertThat(fixture.site.holders(next)).isEmpty();
    }
}
