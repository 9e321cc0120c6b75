package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.task.TaskState;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OutboxRelayTest {

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final RelayFixture world = new RelayFixture();
    private final OutboxRelay relay = world.relay();

    @Test
    void starts_the_workflow_of_a_submitted_task_once() {
        TaskId task = world.submitted(1);

        world.runDue(relay);
        world.runDue(relay);

        assertThat(world.engine.started(world.site)).containsExactly(task);
        assertThat(world.engine.describe(world.site, task)).isInstanceOf(WorkflowDescription.Open.class);
    }

    @Test
    void a_start_whose_reply_was_lost_is_repeated_without_a_second_workflow() {
        TaskId task = world.submitted(1);
        world.engine.loseReplies(world.site, 1);

        world.runDue(relay);
        world.clock.tick(LONGEST_BACKOFF);
        world.runDue(relay);
        world.clock.tick(LONGEST_BACKOFF);
        world.runDue(relay);

        assertThat(world.engine.started(world.site)).containsExactly(task);
        assertThat(world.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void never_starts_a_task_that_was_cancelled_before() {
        TaskId task = world.submitted(1);
        world.cancel(task);

        relay.deliver(task);

        assertThat(world.engine.started(world.site)).isEmpty();
        assertThat(world.engine.tombstones(world.site)).containsExactly(task);
        assertThat(world.stopOf(task)).isEqualTo(StopStatus.State.CONFIRMED);
    }

    @Test
    void terminates_the_workflow_of_a_cancelled_task_and_confirms_the_stop() {
        TaskId task = world.running(1);
        world.cancel(task);

        relay.deliver(task);

        assertThat(world.engine.describe(world.site, task))
                .isInstanceOfSatisfying(
                        WorkflowDescription.Closed.class,
                        closed -> assertThat(closed.closeStatus()).isEqualTo(CloseStatus.TERMINATED));
        assertThat(world.stopOf(task)).isEqualTo(StopStatus.State.CONFIRMED);
    }

    @Test
    void a_stop_is_not_confirmed_while_an_attempt_may_act_and_the_rack_is_checked_again() {
        TaskId task = world.running(1);
        world.leased(task);
        world.cancel(task);

        relay.deliver(task);

        assertThat(world.stopOf(task)).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(world.holds(task)).isTrue();
        world.clock.tick(Duration.ofSeconds(1));
        assertThat(world.ports.racks().claimDue(1, LONGEST_BACKOFF)).hasSize(1);
    }

    @Test
    void a_relay_with_an_expired_claim_frees_no_rack() {
        TaskId task = world.running(1);
        world.cancel(task);
        var late = relay.claimDue(1);
        world.clock.tick(OutboxRelay.LEASE.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(world.holds(task)).isTrue();
    }

    @Test
    void a_stop_needs_attention_if_the_engine_stays_unavailable() {
        TaskId task = world.running(1);
        world.engine.goAway(world.site);
        world.cancel(task);

        relay.deliver(task);
        StopStatus.State atFirst = world.stopOf(task);
        world.clock.tick(StopStatus.ATTENTION_AFTER.plusSeconds(1));

        assertThat(atFirst).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(world.stopOf(task)).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
    }

    @Test
    void a_stop_is_confirmed_within_the_longest_backoff_after_the_engine_returns() {
        TaskId task = world.running(1);
        world.engine.goAway(world.site);
        world.cancel(task);
        for (int attempt = 1; attempt <= 20; attempt++) {
            world.runDue(relay);
            world.clock.tick(LONGEST_BACKOFF);
        }

        world.engine.comeBack(world.site);
        world.runDue(relay);

        assertThat(world.stopOf(task)).isEqualTo(StopStatus.State.CONFIRMED);
    }

    @Test
    void a_stop_of_a_missing_workflow_is_confirmed_only_after_a_tombstone() {
        TaskId task = world.running(1);
        world.engine.loseMemory(world.site);
        world.cancel(task);

        relay.deliver(task);

        assertThat(world.engine.tombstones(world.site)).containsExactly(task);
        assertThat(world.stopOf(task)).isEqualTo(StopStatus.State.CONFIRMED);
    }

    @Test
    void a_workflow_of_another_namespace_gets_no_tombstone_and_its_stop_is_not_confirmed() {
        TaskId task = world.running(1);
        world.engine.withSite(world.site, "mistyped", false);
        world.cancel(task);

        relay.deliver(task);

        assertThat(world.engine.tombstones(world.site)).isEmpty();
        assertThat(world.holds(task)).isTrue();
        assertThat(world.ports.outbox().stopOf(world.scope, task).orElseThrow().lastCause())
                .isEqualTo("Workflow was started in another namespace than the one that the site has now");
        world.clock.tick(StopStatus.ATTENTION_AFTER.plusSeconds(1));
        assertThat(world.stopOf(task)).isEqualTo(StopStatus.State.NEEDS_ATTENTION);
    }

    @Test
    void a_running_task_does_not_fail_for_an_unacknowledged_start() {
        TaskId task = world.submitted(1);
        world.engine.goAway(world.site);
        relay.deliver(task);
        world.begin(task);
        world.clock.tick(OutboxRelay.START_TIMEOUT.plusSeconds(1));

        world.runDue(relay);
        TaskStatus afterTheBound = world.task(task).status();
        world.engine.comeBack(world.site);
        world.clock.tick(LONGEST_BACKOFF);
        world.runDue(relay);

        assertThat(afterTheBound).isEqualTo(TaskStatus.RUNNING);
        assertThat(world.store.workflowMonitor().claimDue(1, OutboxRelay.LEASE)).hasSize(1);
    }

    @Test
    void a_late_relay_closes_the_workflow_of_a_resolved_stop_without_a_visible_change() {
        TaskId task = world.running(1);
        world.engine.goAway(world.site);
        world.cancel(task);
        relay.deliver(task);
        world.resolve(task);
        StopStatus resolved = world.ports.outbox().stopOf(world.scope, task).orElseThrow();

        world.clock.tick(LONGEST_BACKOFF);
        world.runDue(relay);
        StopStatus.State whileAway = world.stopOf(task);
        world.engine.comeBack(world.site);
        world.clock.tick(LONGEST_BACKOFF);
        world.runDue(relay);

        StopStatus after = world.ports.outbox().stopOf(world.scope, task).orElseThrow();
        assertThat(resolved.state()).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(whileAway).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(after.state()).isEqualTo(StopStatus.State.CONFIRMED);
        assertThat(after.confirmedAt()).isEqualTo(resolved.confirmedAt());
        assertThat(world.engine.describe(world.site, task)).isInstanceOf(WorkflowDescription.Closed.class);
    }

    @Test
    void a_task_whose_start_is_refused_for_good_fails_with_the_cause() {
        TaskId task = world.submitted(1);
        world.engine.refuseStarts(world.site, "no such type");

        relay.deliver(task);

        assertThat(world.task(task).state()).isInstanceOf(TaskState.Failed.class);
        assertThat(world.task(task).message()).isEqualTo("Workflow could not be started: no such type");
        assertThat(world.ports.outbox().stopOf(world.scope, task)).isPresent();
    }

    @Test
    void a_task_that_cannot_be_started_for_ten_minutes_fails() {
        TaskId task = world.submitted(1);
        world.engine.goAway(world.site);

        relay.deliver(task);
        TaskStatus atFirst = world.task(task).status();
        world.clock.tick(OutboxRelay.START_TIMEOUT.plusSeconds(1));
        world.runDue(relay);

        assertThat(atFirst).isEqualTo(TaskStatus.PENDING);
        assertThat(world.task(task).message()).startsWith("Workflow could not be started: ");
    }

    @Test
    void an_entry_that_always_fails_delays_no_other() {
        TaskId poison = world.submittedWhereThereIsNoEngine(1);
        TaskId good = world.submitted(2);

        world.runDue(relay);

        assertThat(world.engine.started(world.site)).containsExactly(good);
        assertThat(world.ports.outbox().claim(poison, OutboxRelay.LEASE)).isNotEmpty();
    }

    @Test
    void a_relay_with_an_expired_claim_changes_nothing() {
        TaskId task = world.running(1);
        world.cancel(task);
        var late = relay.claimDue(1);
        world.clock.tick(OutboxRelay.LEASE.plusSeconds(1));
        var successor = world.relay().claimDue(1);

        late.forEach(Runnable::run);
        StopStatus.State afterTheLateOne = world.stopOf(task);
        successor.forEach(Runnable::run);

        assertThat(afterTheLateOne).isEqualTo(StopStatus.State.REQUESTED);
        assertThat(world.stopOf(task)).isEqualTo(StopStatus.State.CONFIRMED);
    }

    @Test
    void a_relay_with_an_expired_claim_does_not_fail_a_task() {
        TaskId task = world.submitted(1);
        world.engine.refuseStarts(world.site, "no such type");
        var late = relay.claimDue(1);
        world.clock.tick(OutboxRelay.LEASE.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }
}
