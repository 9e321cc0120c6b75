package io.nicotask.application.rack;

import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.contract.Race;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How a task ends that has waited for too long. */
final class ExpiryTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(Yard.TIMEOUT_SECONDS);

    private final Yard yard = new Yard();
    private final Task first = yard.running();
    private final Task next = yard.submit();

    @Test
    void a_task_that_has_waited_until_its_deadline_is_ended() {
        yard.site.clock.tick(TIMEOUT);
        yard.sweep();

        Task expired = yard.now(next);
        assertThat(expired.status()).isEqualTo(TERMINATED);
        assertThat(expired.message()).isEqualTo("Expired: queue timeout reached");
        assertThat(yard.site.see(next).history())
                .last()
                .isEqualTo(new HistoryEntry(
                        WAITING, TERMINATED, expired.revision().updated(), Cause.of(Actor.system("queue"))));
        assertThat(yard.site.see(next).stop()).isEmpty();
    }

    @Test
    void a_task_is_not_ended_before_its_deadline() {
        for (Duration gone = Duration.ofSeconds(5); gone.compareTo(TIMEOUT) < 0; gone = gone.plusSeconds(5)) {
            yard.site.clock.tick(Duration.ofSeconds(5));
            yard.sweep();
        }

        assertThat(yard.statusOf(next)).containsExactly(WAITING);
    }

    @Test
    void a_task_whose_deadline_has_passed_does_not_begin_when_the_rack_becomes_free() {
        yard.site.clock.tick(TIMEOUT);

        yard.finish(first);

        assertThat(yard.now(next).message()).isEqualTo("Expired: queue timeout reached");
        assertThat(yard.site.holders(next)).isEmpty();
    }

    @Test
    void a_promoted_task_does_not_expire() {
        yard.finish(first);
        yard.site.clock.tick(TIMEOUT.multipliedBy(2));

        yard.sweep();
        yard.site.settle(next);

        assertThat(yard.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_task_that_expires_lets_those_go_that_it_held_up() {
        Yard other = new Yard();
        other.running(1);
        Task blocker = other.submit(1, 2);
        other.site.clock.tick(TIMEOUT.minusSeconds(1));
        Task behind = other.submit(2);
        other.site.clock.tick(Duration.ofSeconds(1));

        other.sweep();

        assertThat(other.statusOf(blocker, behind)).containsExactly(TERMINATED, PENDING);
    }

    @Test
    void a_cancel_of_an_expired_task_finds_it_terminated_already() {
        yard.site.clock.tick(TIMEOUT);
        yard.sweep();
        Sight before = yard.site.see(next);

        CancelTaskResult result = yard.cancel(next);

        assertThat(result).isInstanceOf(CancelTaskResult.AlreadyTerminated.class);
        assertThat(yard.site.see(next)).isEqualTo(before);
    }

    @Test
    void a_cancel_after_the_deadline_that_comes_before_the_sweep_wins() {
        yard.site.clock.tick(TIMEOUT);

        yard.cancelled(next);
        yard.sweep();

        assertThat(yard.now(next).message()).isEqualTo("Cancelled by user");
        assertThat(yard.site.see(next).history()).hasSize(2);
    }

    @RepeatedTest(10)
    void of_expiry_and_cancel_at_once_exactly_one_ends_the_task() {
        yard.site.clock.tick(TIMEOUT);
        AtomicReference<CancelTaskResult> answer = new AtomicReference<>();

        atOnce(yard::sweep, () -> answer.set(yard.cancel(next)));

        boolean cancelled = answer.get() instanceof CancelTaskResult.Cancelled;
        assertThat(yard.now(next).message())
                .isEqualTo(cancelled ? "Cancelled by user" : "Expired: queue timeout reached");
        assertThat(yard.site.see(next).history()).hasSize(2);
    }

    @RepeatedTest(10)
    void of_promotion_and_cancel_at_once_the_task_starts_only_to_be_stopped_or_never() {
        atOnce(() -> yard.finish(first), () -> yard.cancelled(next));

        boolean wasPromoted = yard.site.see(next).history().size() == 3;
        assertThat(yard.now(next).state()).isInstanceOf(TaskState.Terminated.class);
        assertThat(yard.site.see(next).stop().isPresent()).isEqualTo(wasPromoted);
        assertThat(yard.site.holders(next).isEmpty()).isNotEqualTo(wasPromoted);
    }

    @RepeatedTest(10)
    void of_many_looks_at_a_rack_at_once_one_hands_it_on() {
        Task third = yard.submit();
        yard.cancelled(first);

        atOnce(() -> yard.relay.deliver(first.id()), () -> yard.site.settle(first), yard::sweep);

        assertThat(yard.statusOf(next, third)).containsExactly(PENDING, WAITING);
        assertThat(yard.site.holders(next)).hasSize(1);
    }

    private static void atOnce(Runnable... all) {
        AtomicInteger turn = new AtomicInteger();
        Race.of(all.length, () -> {
            all[turn.getAndIncrement()].run();
            return true;
        });
    }
}
