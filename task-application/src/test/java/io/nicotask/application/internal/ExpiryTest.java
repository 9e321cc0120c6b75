package io.nicotask.application.internal;

import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.RackActions;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.task.CancelTask;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expiry of tasks that have waited too long. */
final class ExpiryTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(RackFixture.TIMEOUT_SECONDS);

    private final RackFixture fixture = new RackFixture();
    private final Task first = fixture.running();
    private final Task next = fixture.submit();

    @Test
    void a_waiting_task_expires_at_its_deadline() {
        fixture.site.clock.tick(TIMEOUT);
        fixture.reconcile();

        Task expired = fixture.reload(next);
        assertThat(expired.status()).isEqualTo(TERMINATED);
        assertThat(expired.message()).isEqualTo("Expired: queue timeout reached");
        assertThat(fixture.site.snapshotOf(next).history())
                .last()
                .isEqualTo(new HistoryEntry(
                        WAITING, TERMINATED, expired.revision().updated(), ChangeCause.of(Actor.system("queue"))));
        assertThat(fixture.site.snapshotOf(next).stop()).isEmpty();
    }

    @Test
    void a_waiting_task_does_not_expire_before_its_deadline() {
        for (Duration waited = Duration.ofSeconds(5); waited.compareTo(TIMEOUT) < 0; waited = waited.plusSeconds(5)) {
            fixture.site.clock.tick(Duration.ofSeconds(5));
            fixture.reconcile();
        }

        assertThat(fixture.statusOf(next)).containsExactly(WAITING);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void the_deadline_does_not_depend_on_the_clock_of_the_process_that_checks_the_rack(int hours) {
        InstantSource wrong = () -> fixture.site.clock.instant().plus(Duration.ofHours(hours));
        Ports other = fixture.site.withClock(wrong);
        fixture.site.clock.tick(TIMEOUT.minusSeconds(1));
        RackActions.schedule(other, fixture.site.scopeOf(next), next.spec().rack());
        List<TaskStatus> before = fixture.statusOf(next);

        fixture.site.clock.tick(Duration.ofSeconds(1));
        RackActions.schedule(other, fixture.site.scopeOf(next), next.spec().rack());

        assertThat(before).containsExactly(WAITING);
        assertThat(fixture.statusOf(next)).containsExactly(TERMINATED);
    }

    @Test
    void a_task_whose_deadline_has_passed_does_not_begin_when_the_rack_becomes_free() {
        fixture.site.clock.tick(TIMEOUT);

        fixture.finish(first);

        assertThat(fixture.reload(next).message()).isEqualTo("Expired: queue timeout reached");
        assertThat(fixture.site.holders(next)).isEmpty();
    }

    @Test
    void a_promoted_task_does_not_expire() {
        fixture.finish(first);
        fixture.site.clock.tick(TIMEOUT.multipliedBy(2));

        fixture.reconcile();
        fixture.site.reschedule(next);

        assertThat(fixture.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void an_expired_task_unblocks_the_tasks_behind_it() {
        RackFixture other = new RackFixture();
        other.running(1);
        Task blocker = other.submit(1, 2);
        other.site.clock.tick(TIMEOUT.minusSeconds(1));
        Task behind = other.submit(2);
        other.site.clock.tick(Duration.ofSeconds(1));

        other.reconcile();

        assertThat(other.statusOf(blocker, behind)).containsExactly(TERMINATED, PENDING);
    }

    @Test
    void a_cancel_of_an_expired_task_finds_it_terminated() {
        fixture.site.clock.tick(TIMEOUT);
        fixture.reconcile();
        Snapshot before = fixture.site.snapshotOf(next);

        CancelTask.Result result = fixture.cancel(next);

        assertThat(result).isInstanceOf(CancelTask.Result.AlreadyTerminated.class);
        assertThat(fixture.site.snapshotOf(next)).isEqualTo(before);
    }

    @Test
    void a_cancel_after_the_deadline_but_before_the_reconciler_wins() {
        fixture.site.clock.tick(TIMEOUT);

        fixture.assertCancels(next);
        fixture.reconcile();

        assertThat(fixture.reload(next).message()).isEqualTo("Cancelled by user");
        assertThat(fixture.site.snapshotOf(next).history()).hasSize(2);
    }

    @RepeatedTest(10)
    void of_concurrent_expiry_and_cancel_exactly_one_ends_the_task() {
        fixture.site.clock.tick(TIMEOUT);
        AtomicReference<CancelTask.Result> answer = new AtomicReference<>();

        atOnce(fixture::reconcile, () -> answer.set(fixture.cancel(next)));

        boolean cancelled = answer.get() instanceof CancelTask.Result.Cancelled;
        assertThat(fixture.reload(next).message())
                .isEqualTo(cancelled ? "Cancelled by user" : "Expired: queue timeout reached");
        assertThat(fixture.site.snapshotOf(next).history()).hasSize(2);
    }

    @RepeatedTest(10)
    void a_task_that_is_promoted_and_cancelled_at_once_has_a_stop_only_if_it_was_promoted() {
        atOnce(() -> fixture.finish(first), () -> fixture.assertCancels(next));

        boolean wasPromoted = fixture.site.snapshotOf(next).history().size() == 3;
        assertThat(fixture.reload(next).state()).isInstanceOf(TaskState.Terminated.class);
        assertThat(fixture.site.snapshotOf(next).stop().isPresent()).isEqualTo(wasPromoted);
        assertThat(fixture.site.holders(next).isEmpty()).isNotEqualTo(wasPromoted);
    }

    @RepeatedTest(10)
    void of_concurrent_checks_of_a_rack_one_promotes_the_next_task() {
        Task third = fixture.submit();
        fixture.assertCancels(first);

        atOnce(() -> fixture.deliver(first), () -> fixture.site.reschedule(first), fixture::reconcile);

        assertThat(fixture.statusOf(next, third)).containsExactly(PENDING, WAITING);
        assertThat(fixture.site.holders(next)).hasSize(1);
    }

    private static void atOnce(Runnable... all) {
        AtomicInteger turn = new AtomicInteger();
        ConcurrentRuns.of(all.length, () -> {
            all[turn.getAndIncrement()].run();
            return true;
        });
    }
}
