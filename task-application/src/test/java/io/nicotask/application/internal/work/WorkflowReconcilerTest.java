package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
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
        assertThat(fixture.ports.outbox().stopOf(fixture.scope, task)).isPresent();
    }

    @Test
    void a_pending_task_whose_workflow_completed_passes_through_running() {
        TaskId task = fixture.started(1);
        fixture.engine.close(fixture.site, task, CloseStatus.COMPLETED);

        fixture.reconcile(1);

        assertThat(fixture.ports.tasks().history(fixture.scope, task))
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING, TaskStatus.SUCCEEDED);
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
    void a_pending_task_runs_once_its_external_workflow_is_seen_open() {
        fixture.engine.useExternalWorkflows(fixture.site);
        TaskId task = fixture.started(1);

        fixture.reconcile(2);

        assertThat(fixture.ports.tasks().history(fixture.scope, task))
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING);
    }

    @Test
    void a_task_ends_with_its_external_workflow_and_its_rack_is_free_after_the_stop() {
        fixture.engine.useExternalWorkflows(fixture.site);
        TaskId task = fixture.started(1);
        fixture.reconcile(1);
        fixture.engine.close(fixture.site, task, CloseStatus.COMPLETED);

        fixture.reconcile(1);
        boolean heldUntilTheStop = fixture.holds(task);
        fixture.relay().deliver(task);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(heldUntilTheStop).isTrue();
        assertThat(fixture.holds(task)).isFalse();
    }

    @Test
    void a_reconciler_with_an_expired_claim_starts_no_task() {
        fixture.engine.useExternalWorkflows(fixture.site);
        TaskId task = fixture.started(1);
        fixture.clock.tick(WorkflowReconciler.INTERVAL);
        var late = fixture.reconciler().claimDue(1);
        fixture.clock.tick(OutboxRelay.LEASE.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void the_end_of_another_run_does_not_end_a_task_while_an_attempt_acts() {
        TaskId task = fixture.running(1);
        fixture.engine.close(fixture.site, task, CloseStatus.FAILED);

        fixture.clock.tick(WorkflowReconciler.INTERVAL);
        fixture.acquireLease(task);
        fixture.runDue(fixture.reconciler());
        TaskStatus whileItActs = fixture.task(task).status();
        fixture.reconcile(1);

        assertThat(whileItActs).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void a_workflow_that_is_closed_in_another_namespace_ends_no_task() {
        TaskId task = fixture.started(1);
        fixture.engine.withSite(fixture.site, "mistyped", false).placeTombstone(fixture.site, task);

        fixture.reconcile(1);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void an_unavailable_engine_ends_no_task() {
        TaskId task = fixture.running(1);
        fixture.engine.goAway(fixture.site);

        fixture.reconcile(5);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void the_workflow_of_a_terminal_task_is_not_checked_again() {
        TaskId task = fixture.running(1);
        fixture.cancel(task);

        fixture.reconcile(1);
        fixture.clock.tick(WorkflowReconciler.INTERVAL);

        assertThat(fixture.store.workflowMonitor().claimDue(1, OutboxRelay.LEASE))
                .isEmpty();
    }

    @Test
    void a_reconciler_with_an_expired_claim_changes_nothing() {
        TaskId task = fixture.running(1);
        fixture.engine.close(fixture.site, task, CloseStatus.COMPLETED);
        fixture.clock.tick(WorkflowReconciler.INTERVAL);
        var late = fixture.reconciler().claimDue(1);
        fixture.clock.tick(OutboxRelay.LEASE.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(late).isNotEmpty();
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
    }
}
