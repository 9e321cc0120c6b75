package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.FailingPorts;
import io.nicotask.application.contract.DueWork;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowEngine;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskState;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OutboxRelayTest {

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final RelayFixture fixture = new RelayFixture();
    private final WorkDispatcher relay = fixture.relay();

    @Test
    void starts_the_workflow_of_a_submitted_task_once() {
        TaskId task = fixture.submitted(1);

        fixture.runDue(relay);
        fixture.runDue(relay);

        assertThat(fixture.engine.started(fixture.site)).containsExactly(task);
        assertThat(fixture.engine.describe(fixture.site, task)).isInstanceOf(WorkflowDescription.Open.class);
    }

    @Test
    void a_start_whose_reply_was_lost_is_repeated_without_a_second_workflow() {
        TaskId task = fixture.submitted(1);
        fixture.engine.loseReplies(fixture.site, 1);

        fixture.runDue(relay);
        fixture.clock.tick(LONGEST_BACKOFF);
        fixture.runDue(relay);
        fixture.clock.tick(LONGEST_BACKOFF);
        fixture.runDue(relay);

        assertThat(fixture.engine.started(fixture.site)).containsExactly(task);
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void never_starts_a_task_that_was_cancelled_before() {
        TaskId task = fixture.submitted(1);
        fixture.cancel(task);

        fixture.runDue(relay);

        assertThat(fixture.engine.started(fixture.site)).isEmpty();
        assertThat(fixture.engine.tombstones(fixture.site)).containsExactly(task);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void terminates_the_workflow_of_a_cancelled_task_and_confirms_the_stop() {
        TaskId task = fixture.running(1);
        fixture.cancel(task);

        fixture.runDue(relay);

        assertThat(fixture.engine.describe(fixture.site, task))
                .isInstanceOfSatisfying(
                        WorkflowDescription.Closed.class,
                        closed -> assertThat(closed.closeStatus()).isEqualTo(CloseStatus.TERMINATED));
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_stop_is_not_confirmed_while_an_attempt_may_act_and_the_rack_is_checked_again() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.cancel(task);

        fixture.runDue(relay);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.DRAINING);
        assertThat(fixture.holds(task)).isTrue();
        fixture.clock.tick(RackLeases.DURATION);
        fixture.reconcileRacks();
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_relay_with_an_expired_claim_frees_no_rack() {
        TaskId task = fixture.running(1);
        fixture.cancel(task);
        var late = relay.claimDue(1);
        fixture.clock.tick(WorkQueue.CLAIM.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(fixture.holds(task)).isTrue();
    }

    @Test
    void a_stop_needs_attention_if_the_engine_stays_unavailable() {
        TaskId task = fixture.running(1);
        fixture.engine.goAway(fixture.site);
        fixture.cancel(task);

        fixture.runDue(relay);
        StopStatus atFirst = fixture.stopOf(task);
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));

        assertThat(atFirst).isEqualTo(StopStatus.REQUESTED);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.NEEDS_ATTENTION);
    }

    @Test
    void a_stop_is_confirmed_within_the_longest_backoff_after_the_engine_returns() {
        TaskId task = fixture.running(1);
        fixture.engine.goAway(fixture.site);
        fixture.cancel(task);
        for (int attempt = 1; attempt <= 20; attempt++) {
            fixture.runDue(relay);
            fixture.clock.tick(LONGEST_BACKOFF);
        }

        fixture.engine.comeBack(fixture.site);
        fixture.runDue(relay);

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_stop_of_a_missing_workflow_is_confirmed_only_after_a_tombstone() {
        TaskId task = fixture.running(1);
        fixture.engine.loseMemory(fixture.site);
        fixture.cancel(task);

        fixture.runDue(relay);

        assertThat(fixture.engine.tombstones(fixture.site)).containsExactly(task);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_workflow_of_another_namespace_gets_no_tombstone_and_its_stop_is_not_confirmed() {
        TaskId task = fixture.running(1);
        fixture.engine.withSite(fixture.site, "mistyped", false);
        fixture.cancel(task);

        fixture.runDue(relay);

        assertThat(fixture.engine.tombstones(fixture.site)).isEmpty();
        assertThat(fixture.holds(task)).isTrue();
        assertThat(fixture.lastCause(task))
                .isEqualTo("Workflow was started in another namespace than the one that the site has now");
        fixture.clock.tick(Stop.ATTENTION_AFTER.plusSeconds(1));
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.NEEDS_ATTENTION);
    }

    @Test
    void a_tombstone_in_another_namespace_confirms_no_stop() {
        TaskId task = fixture.running(1);
        fixture.engine.loseMemory(fixture.site);
        fixture.cancel(task);
        WorkflowEngine misdirected =
                FailingPorts.callingBefore(WorkflowEngine.class, fixture.engine, (method, arguments) -> {
                    if (method.equals("placeTombstone")) {
                        fixture.engine.withSite(fixture.site, "mistyped", false);
                    }
                });

        fixture.runDue(Dispatchers.relay(fixture.ports, misdirected));

        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.REQUESTED);
        assertThat(fixture.lastCause(task))
                .isEqualTo("Workflow was started in another namespace than the one that the site has now");
    }

    @Test
    void a_running_task_does_not_fail_for_an_unacknowledged_start() {
        TaskId task = fixture.submitted(1);
        fixture.engine.goAway(fixture.site);
        fixture.runDue(relay);
        fixture.passGate(task);
        fixture.clock.tick(Duration.ofHours(1));

        fixture.runDue(relay);
        TaskStatus afterTheBound = fixture.task(task).status();
        fixture.engine.comeBack(fixture.site);
        fixture.clock.tick(LONGEST_BACKOFF);
        fixture.runDue(relay);

        fixture.clock.tick(WorkflowStarted.GATE_TIMEOUT);
        assertThat(afterTheBound).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.reconciler().claimDue(1)).hasSize(1);
    }

    @Test
    void a_late_relay_closes_the_workflow_of_a_resolved_stop_without_a_visible_change() {
        TaskId task = fixture.running(1);
        fixture.engine.goAway(fixture.site);
        fixture.cancel(task);
        fixture.runDue(relay);
        fixture.resolve(task);
        Stop resolved = fixture.writes.stopOf(fixture.scope, task).orElseThrow();

        fixture.clock.tick(LONGEST_BACKOFF);
        fixture.runDue(relay);
        StopStatus whileAway = fixture.stopOf(task);
        fixture.engine.comeBack(fixture.site);
        fixture.clock.tick(LONGEST_BACKOFF);
        fixture.runDue(relay);

        Stop after = fixture.writes.stopOf(fixture.scope, task).orElseThrow();
        assertThat(resolved.status()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(whileAway).isEqualTo(StopStatus.CONFIRMED);
        assertThat(after.state()).isEqualTo(resolved.state());
        assertThat(fixture.engine.describe(fixture.site, task)).isInstanceOf(WorkflowDescription.Closed.class);
    }

    @Test
    void a_task_whose_start_is_refused_for_good_fails_with_the_cause() {
        TaskId task = fixture.submitted(1);
        fixture.engine.refuseStarts(fixture.site, "no such type");

        fixture.runDue(relay);

        assertThat(fixture.task(task).state()).isInstanceOf(TaskState.Failed.class);
        assertThat(fixture.task(task).message()).isEqualTo("Workflow could not be started: no such type");
        assertThat(fixture.writes.stopOf(fixture.scope, task)).isPresent();
    }

    @Test
    void an_entry_that_always_fails_delays_no_other() {
        TaskId poison = fixture.submittedWhereThereIsNoEngine(1);
        TaskId good = fixture.submitted(2);

        fixture.runDue(relay);

        assertThat(fixture.engine.started(fixture.site)).containsExactly(good);
        fixture.clock.tick(LONGEST_BACKOFF);
        assertThat(DueWork.of(fixture.ports.queue(), poison)).isNotEmpty();
    }

    @Test
    void a_relay_with_an_expired_claim_changes_nothing() {
        TaskId task = fixture.running(1);
        fixture.cancel(task);
        var late = relay.claimDue(1);
        fixture.clock.tick(WorkQueue.CLAIM.plusSeconds(1));
        WorkDispatcher successor = fixture.relay();
        var again = successor.claimDue(1);

        late.forEach(Runnable::run);
        Dispatchers.runClaimed(relay);
        StopStatus afterTheLateOne = fixture.stopOf(task);
        again.forEach(Runnable::run);
        Dispatchers.runClaimed(successor);

        assertThat(afterTheLateOne).isEqualTo(StopStatus.REQUESTED);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void a_relay_with_an_expired_claim_does_not_fail_a_task() {
        TaskId task = fixture.submitted(1);
        fixture.engine.refuseStarts(fixture.site, "no such type");
        var late = relay.claimDue(1);
        fixture.clock.tick(WorkQueue.CLAIM.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }
}
