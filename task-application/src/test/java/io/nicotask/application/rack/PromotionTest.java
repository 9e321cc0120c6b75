package io.nicotask.application.rack;

import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.domain.task.TaskStatus.PENDING;
import static io.nicotask.domain.task.TaskStatus.SUCCEEDED;
import static io.nicotask.domain.task.TaskStatus.TERMINATED;
import static io.nicotask.domain.task.TaskStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.Racks.Holder;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.report.FinishTask.Ending;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a waiting task comes to its turn. */
final class PromotionTest {

    private final Yard yard = new Yard();

    @Test
    void a_task_that_ends_hands_its_rack_on() {
        Task first = yard.running();
        Task next = yard.submit();

        yard.finish(first);

        Task promoted = yard.now(next);
        assertThat(promoted.status()).isEqualTo(PENDING);
        assertThat(promoted.message()).isEqualTo("Promoted: no conflicting active tasks");
        assertThat(yard.site.see(next).history())
                .last()
                .isEqualTo(new HistoryEntry(
                        WAITING, PENDING, promoted.revision().updated(), Cause.of(Actor.system("queue"))));
        assertThat(yard.site.holders(next)).containsExactly(new Holder(promoted, false, false));
    }

    @Test
    void a_promoted_task_is_started_through_the_outbox() {
        Task first = yard.running();
        Task next = yard.submit();
        yard.relay.deliver(next.id());
        boolean startedWhileItWaited = yard.engine.started(SITE).contains(next.id());

        yard.finish(first);
        yard.relay.deliver(next.id());

        assertThat(startedWhileItWaited).isFalse();
        assertThat(yard.engine.started(SITE)).containsExactly(first.id(), next.id());
    }

    @Test
    void the_end_of_a_task_and_the_turn_of_the_next_are_one_transaction() {
        Task first = yard.running();
        Task next = yard.submit();
        Sight before = yard.site.see(next);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(
                        () -> assertThat(yard.finish(yard.site.ambushed("requestStart"), first, new Ending.Success()))
                                .isNull());

        assertThat(yard.now(first).status()).isNotEqualTo(SUCCEEDED);
        assertThat(yard.site.see(next)).isEqualTo(before);
    }

    @Test
    void those_that_conflict_come_first_in_first_out() {
        Task first = yard.running();
        Task second = yard.submit();
        Task third = yard.submit();

        yard.finish(first);
        assertThat(yard.statusOf(second, third)).containsExactly(PENDING, WAITING);

        yard.cancelled(second);
        yard.relay.deliver(second.id());
        assertThat(yard.statusOf(second, third)).containsExactly(TERMINATED, PENDING);
    }

    @Test
    void all_whose_turn_has_come_begin_together_and_nobody_overtakes() {
        Task first = yard.running();
        Task one = yard.submit(1);
        Task two = yard.submit(2, 3);
        Task behindTwo = yard.submit(3, 4);
        Task behindThat = yard.submit(4);
        Task free = yard.submit(5);

        yard.finish(first);

        assertThat(yard.statusOf(one, two, behindTwo, behindThat, free))
                .containsExactly(PENDING, PENDING, WAITING, WAITING, PENDING);
    }

    @Test
    void a_cancelled_task_holds_its_rack_until_its_stop_is_confirmed() {
        Task first = yard.running();
        Task next = yard.submit();

        yard.cancelled(first);
        yard.site.settle(first);
        assertThat(yard.statusOf(next)).containsExactly(WAITING);

        yard.relay.deliver(first.id());
        assertThat(yard.statusOf(next)).containsExactly(PENDING);
        assertThat(yard.site.see(first).stop()).map(Stop::state).contains(Stop.State.CONFIRMED);
    }

    @Test
    void a_cancelled_task_holds_its_rack_while_an_attempt_may_act_though_its_workflow_is_closed() {
        Task first = yard.running();
        Task next = yard.submit();
        yard.leased(first);

        yard.cancelled(first);
        yard.relay.deliver(first.id());
        Stop.State whileActing = yard.site.see(first).stop().orElseThrow().state();
        assertThat(yard.statusOf(next)).containsExactly(WAITING);

        yard.site.clock.tick(RackLeases.LIMIT);
        yard.sweep();
        assertThat(whileActing).isEqualTo(Stop.State.REQUESTED);
        assertThat(yard.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_task_that_ended_by_its_own_word_holds_its_rack_while_another_attempt_may_act() {
        Task first = yard.running();
        Task next = yard.submit();
        Lease lease = yard.leased(first);

        yard.finish(first);
        yard.relay.deliver(first.id());
        yard.site.clock.tick(Duration.ofSeconds(2));
        assertThat(yard.site.ports.leases().renew(lease)).isEqualTo(RackLeases.Renewal.TASK_ENDED);
        yard.sweep();
        assertThat(yard.statusOf(next)).containsExactly(WAITING);

        yard.site.clock.tick(RackLeases.LIMIT);
        yard.sweep();
        assertThat(yard.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_cancel_before_the_start_frees_the_rack_when_the_workflow_can_never_start() {
        Task first = yard.submit();
        Task next = yard.submit();

        yard.cancelled(first);
        yard.relay.deliver(first.id());

        assertThat(yard.engine.burnt(SITE)).containsExactly(first.id());
        assertThat(yard.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_start_that_is_refused_for_good_hands_the_rack_on_when_the_stop_is_confirmed() {
        yard.engine.refuseStarts(SITE, "no such type");
        Task first = yard.submit();
        Task next = yard.submit();

        yard.relay.deliver(first.id());

        assertThat(yard.now(first).message()).isEqualTo("Workflow could not be started: no such type");
        assertThat(yard.statusOf(next)).containsExactly(PENDING);
    }

    @Test
    void a_waiting_task_that_is_cancelled_lets_those_go_that_it_held_up() {
        Task first = yard.running(1);
        Task blocker = yard.submit(1, 2);
        Task next = yard.submit(2);

        yard.cancelled(blocker);

        assertThat(yard.statusOf(first, blocker, next)).last().isEqualTo(PENDING);
    }

    @Test
    void a_task_that_was_cancelled_while_it_waited_never_starts() {
        Task first = yard.running();
        Task next = yard.submit();
        yard.cancelled(next);
        Sight before = yard.site.see(next);

        yard.finish(first);
        yard.site.settle(next);
        yard.relay.deliver(next.id());

        assertThat(yard.site.see(next)).isEqualTo(before);
        assertThat(before.stop()).isEmpty();
        assertThat(yard.engine.started(SITE)).containsExactly(first.id());
        assertThat(yard.site.holders(next)).isEmpty();
    }
}
