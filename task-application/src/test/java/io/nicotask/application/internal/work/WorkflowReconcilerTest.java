package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Open and closed workflows; missing ones are in {@link MissingWorkflowsReconcilerTest}. */
final class WorkflowReconcilerTest {

    private final RelayFixture fixture = new RelayFixture();

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, SUCCEEDED, Succeeded",
        "FAILED, FAILED, Workflow failed without reporting a result",
        "CANCELED, FAILED, Workflow was cancelled outside of this service",
        "TERMINATED, FAILED, Workflow was terminated outside of this service",
        "TIMED_OUT, FAILED, Workflow timed out"
    })
    void an_open_task_gets_the_result_of_its_closed_workflow(CloseStatus how, TaskStatus end, String message) {
        TaskId task = fixture.running(1);
        fixture.engine.close(fixture.site, task, how);

        fixture.reconcile(1);

        assertThat(fixture.task(task).status()).isEqualTo(end);
        assertThat(fixture.task(task).message()).isEqualTo(message);
        assertThat(fixture.writes.stopOf(fixture.scope, task)).isPresent();
    }

    @Test
    void a_workflow_that_completed_without_passing_the_gate_fails_its_task() {
        TaskId task = fixture.started(1);
        fixture.engine.close(fixture.site, task, CloseStatus.COMPLETED);

        fixture.reconcile(1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(fixture.task(task).message()).isEqualTo("Workflow completed without passing the start gate");
    }

    @Test
    void an_open_workflow_changes_nothing() {
        TaskId task = fixture.running(1);

        fixture.reconcile(2);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.task(task).revision().version()).isEqualTo(2);
    }

    @Test
    void a_pending_task_stays_pending_until_its_workflow_passes_the_gate() {
        TaskId task = fixture.started(1);

        fixture.reconcile(1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_task_ends_with_its_external_workflow_and_holds_its_rack_until_the_activities_cannot_act() {
        fixture.engine.useExternalWorkflows(fixture.site, Duration.ofSeconds(30));
        TaskId task = fixture.running(1);
        fixture.engine.close(fixture.site, task, CloseStatus.COMPLETED);

        fixture.reconcile(1);
        fixture.runDue(fixture.relay());
        StopStatus afterTheClose = fixture.stopOf(task);
        boolean heldAfterTheClose = fixture.holds(task);
        fixture.clock.tick(Duration.ofSeconds(30));
        fixture.reconcileRacks();

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(afterTheClose).isEqualTo(StopStatus.DRAINING);
        assertThat(heldAfterTheClose).isTrue();
        assertThat(fixture.holds(task)).isFalse();
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void an_external_workflow_that_reports_its_end_holds_its_rack_until_it_is_closed() {
        fixture.engine.useExternalWorkflows(fixture.site, Duration.ofSeconds(30));
        TaskId task = fixture.running(1);

        FinishTask.Result result = FinishTask.ofExternalWorkflows(fixture.ports)
                .finish(new WorkflowRunRef(fixture.site, task, RelayFixture.RUN), new WorkResult.Success());

        assertThat(result).isEqualTo(new FinishTask.Result.Finished());
        assertThat(fixture.holds(task)).isTrue();
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.REQUESTED);
    }

    @Test
    void a_reconciler_with_an_expired_claim_changes_nothing() {
        TaskId task = fixture.running(1);
        fixture.engine.close(fixture.site, task, CloseStatus.COMPLETED);
        fixture.clock.tick(RelayFixture.INTERVAL);
        var late = fixture.reconciler().claimDue(1);
        fixture.clock.tick(WorkQueue.CLAIM.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(late).isNotEmpty();
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void a_workflow_whose_attempt_acts_is_not_checked_again() {
        TaskId task = fixture.running(1);
        Lease lease = fixture.acquireLease(task);

        fixture.runDue(fixture.reconciler());

        for (int second = 1; second <= 7_300; second += 4) {
            fixture.clock.tick(Duration.ofSeconds(4));
            assertThat(fixture.attempts.renew(lease)).isEqualTo(AttemptRenewal.ACTING);
            assertThat(fixture.reconciler().claimDue(10)).isEmpty();
        }
    }

    @Test
    void a_workflow_is_checked_within_seconds_after_its_process_has_died() {
        TaskId task = fixture.running(1);
        fixture.acquireLease(task);
        fixture.runDue(fixture.reconciler());
        fixture.engine.close(fixture.site, task, CloseStatus.TERMINATED);

        fixture.clock.tick(RackLeases.DURATION);
        fixture.runDue(Dispatchers.upkeep(fixture.ports, fixture.engine));
        fixture.runDue(fixture.reconciler());

        assertThat(fixture.task(task).message()).isEqualTo("Workflow was terminated outside of this service");
    }

    @Test
    void a_workflow_that_no_worker_begins_is_checked_at_doubling_intervals() {
        TaskId task = fixture.submitted(1);
        fixture.runDue(fixture.relay());
        List<Long> checkedAfter = new ArrayList<>();

        for (long second = 5; second <= 1_200; second += 5) {
            fixture.clock.tick(Duration.ofSeconds(5));
            List<Runnable> due = fixture.reconciler().claimDue(10);
            due.forEach(Runnable::run);
            if (!due.isEmpty()) {
                checkedAfter.add(second);
            }
        }

        assertThat(checkedAfter).containsExactly(30L, 60L, 90L, 150L, 270L, 510L, 810L, 1_110L);
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void the_message_says_that_no_worker_begins_a_workflow_until_one_does() {
        TaskId task = fixture.submitted(1);
        fixture.runDue(fixture.relay());
        fixture.clock.tick(WorkflowStarted.GATE_TIMEOUT);

        fixture.runDue(fixture.reconciler());
        Task unattended = fixture.task(task);
        fixture.clock.tick(WorkflowStarted.GATE_TIMEOUT);
        fixture.runDue(fixture.reconciler());
        Task checkedAgain = fixture.task(task);
        fixture.passGate(task);

        assertThat(unattended.message()).isEqualTo("No worker has begun the workflow yet");
        assertThat(unattended.status()).isEqualTo(TaskStatus.PENDING);
        assertThat(checkedAgain).isEqualTo(unattended);
        assertThat(fixture.task(task).message()).isEqualTo("Running");
    }

    @Test
    void workflows_without_attempts_are_checked_more_seldom_the_more_there_are() {
        IntStream.rangeClosed(1, 100).forEach(fixture::running);

        fixture.runDue(fixture.reconciler());

        fixture.clock.tick(WorkflowReconciler.INTERVAL);
        assertThat(fixture.reconciler().claimDue(100)).isEmpty();
        fixture.clock.tick(WorkflowReconciler.INTERVAL);
        assertThat(fixture.reconciler().claimDue(100)).isNotEmpty();
    }

    @Test
    void the_workflow_of_a_confirmed_stop_is_checked_once_more_and_closed_again() {
        TaskId task = fixture.running(1);
        fixture.cancel(task);
        fixture.runDue(fixture.relay());
        fixture.engine.reset(fixture.site, task);
        int terminations = fixture.engine.terminations(fixture.site).size();

        fixture.clock.tick(Duration.ofMinutes(59));
        fixture.runDue(fixture.reconciler());
        boolean isOpenBefore = isOpen(task);
        fixture.clock.tick(Duration.ofMinutes(1));
        fixture.runDue(fixture.reconciler());
        fixture.clock.tick(Duration.ofSeconds(5));
        fixture.runDue(fixture.reconciler());

        assertThat(isOpenBefore).isTrue();
        assertThat(isOpen(task)).isFalse();
        assertThat(fixture.engine.terminations(fixture.site)).hasSize(terminations + 1);
        assertThat(fixture.stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
        fixture.clock.tick(Duration.ofHours(3));
        assertThat(fixture.reconciler().claimDue(10)).isEmpty();
    }

    private boolean isOpen(TaskId task) {
        return fixture.engine.describe(fixture.site, task) instanceof WorkflowDescription.Open;
    }
}
