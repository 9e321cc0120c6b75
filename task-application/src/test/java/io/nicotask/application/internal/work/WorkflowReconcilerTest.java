package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkflowReconcilerTest {

    private final RelayFixture world = new RelayFixture();

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, SUCCEEDED, Succeeded",
        "FAILED, FAILED, Workflow failed without reporting a result",
        "CANCELED, FAILED, Workflow was cancelled outside of this service",
        "TERMINATED, FAILED, Workflow was terminated outside of this service",
        "TIMED_OUT, FAILED, Workflow timed out"
    })
    void an_open_task_gets_the_result_of_its_closed_workflow(CloseStatus how, TaskStatus end, String message) {
        TaskId task = world.running(1);
        world.engine.close(world.site, task, how);

        reconcileOnce(world);

        assertThat(world.task(task).status()).isEqualTo(end);
        assertThat(world.task(task).message()).isEqualTo(message);
        assertThat(world.ports.outbox().stopOf(world.scope, task)).isPresent();
    }

    @Test
    void a_pending_task_whose_workflow_completed_passes_through_running() {
        TaskId task = world.started(1);
        world.engine.close(world.site, task, CloseStatus.COMPLETED);

        reconcileOnce(world);

        assertThat(world.ports.tasks().history(world.scope, task))
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING, TaskStatus.SUCCEEDED);
    }

    @Test
    void an_open_workflow_changes_nothing() {
        TaskId task = world.running(1);

        reconcileOnce(world);
        reconcileOnce(world);

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(world.task(task).revision().version()).isEqualTo(2);
    }

    @Test
    void a_pending_task_stays_pending_until_its_workflow_passes_the_gate() {
        TaskId task = world.started(1);

        reconcileOnce(world);

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_pending_task_runs_once_its_external_workflow_is_seen_open() {
        world.engine.useExternalWorkflows(world.site);
        TaskId task = world.started(1);

        reconcileOnce(world);
        reconcileOnce(world);

        assertThat(world.ports.tasks().history(world.scope, task))
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING);
    }

    @Test
    void a_task_ends_with_its_external_workflow_and_its_rack_is_free_after_the_stop() {
        world.engine.useExternalWorkflows(world.site);
        TaskId task = world.started(1);
        reconcileOnce(world);
        world.engine.close(world.site, task, CloseStatus.COMPLETED);

        reconcileOnce(world);
        boolean heldUntilTheStop = world.holds(task);
        world.relay().deliver(task);

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(heldUntilTheStop).isTrue();
        assertThat(world.holds(task)).isFalse();
    }

    @Test
    void a_reconciler_with_an_expired_claim_starts_no_task() {
        world.engine.useExternalWorkflows(world.site);
        TaskId task = world.started(1);
        world.clock.tick(WorkflowReconciler.INTERVAL);
        var late = world.reconciler().claimDue(1);
        world.clock.tick(OutboxRelay.LEASE.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_single_missing_workflow_ends_its_task_at_the_second_check() {
        TaskId task = world.running(1);
        world.engine.loseMemory(world.site);

        reconcileOnce(world);
        TaskStatus afterOneLook = world.task(task).status();
        reconcileOnce(world);

        assertThat(afterOneLook).isEqualTo(TaskStatus.RUNNING);
        assertThat(world.task(task).message()).isEqualTo("Workflow is unknown to its engine");
    }

    @Test
    void a_second_miss_does_not_end_a_task_that_has_just_leased_its_rack() {
        TaskId task = world.running(1);
        world.engine.loseMemory(world.site);
        reconcileOnce(world);

        world.clock.tick(WorkflowReconciler.INTERVAL);
        world.leased(task);
        world.runDue(world.reconciler());
        TaskStatus whileItActs = world.task(task).status();
        reconcileOnce(world);

        assertThat(whileItActs).isEqualTo(TaskStatus.RUNNING);
        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void the_end_of_another_run_does_not_end_a_task_while_an_attempt_acts() {
        TaskId task = world.running(1);
        world.engine.close(world.site, task, CloseStatus.FAILED);

        world.clock.tick(WorkflowReconciler.INTERVAL);
        world.leased(task);
        world.runDue(world.reconciler());
        TaskStatus whileItActs = world.task(task).status();
        reconcileOnce(world);

        assertThat(whileItActs).isEqualTo(TaskStatus.RUNNING);
        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void many_missing_workflows_end_no_task() {
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 4).mapToObj(world::running).toList();
        world.engine.loseMemory(world.site);

        for (int look = 1; look <= 5; look++) {
            reconcileOnce(world);
        }

        assertThat(tasks)
                .allSatisfy(task -> assertThat(world.task(task).status()).isEqualTo(TaskStatus.RUNNING));
    }

    @Test
    void workflows_that_were_not_checked_since_count_as_missing_too() {
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 4).mapToObj(world::running).toList();
        world.engine.loseMemory(world.site);
        WorkflowReconciler reconciler = world.reconciler();
        world.clock.tick(WorkflowReconciler.INTERVAL);
        reconciler.claimDue(1).forEach(Runnable::run);
        List<Runnable> crashed = reconciler.claimDue(3);
        world.clock.tick(WorkflowReconciler.INTERVAL);
        List<Runnable> firstAgainAndTheOthers = reconciler.claimDue(10);

        firstAgainAndTheOthers.reversed().forEach(Runnable::run);

        assertThat(crashed).hasSize(3);
        assertThat(firstAgainAndTheOthers).hasSize(4);
        assertThat(tasks)
                .allSatisfy(task -> assertThat(world.task(task).status()).isEqualTo(TaskStatus.RUNNING));
    }

    @Test
    void a_missing_workflow_does_not_end_its_task_while_an_attempt_renews_its_lease() {
        TaskId task = world.running(1);
        Lease lease = world.leased(task);
        world.engine.loseMemory(world.site);

        for (int second = 1; second <= 20; second++) {
            world.clock.tick(Duration.ofSeconds(1));
            assertThat(world.ports.leases().renew(lease)).isEqualTo(RackLeases.Renewal.RENEWED);
            world.runDue(world.reconciler());
        }
        TaskStatus whileActing = world.task(task).status();
        world.clock.tick(RackLeases.DURATION);
        world.runDue(world.reconciler());

        assertThat(whileActing).isEqualTo(TaskStatus.RUNNING);
        assertThat(world.task(task).message()).isEqualTo("Workflow is unknown to its engine");
    }

    @Test
    void a_check_without_an_answer_is_not_a_miss() {
        TaskId task = world.running(1);
        world.engine.goAway(world.site);
        for (int look = 1; look <= 3; look++) {
            reconcileOnce(world);
        }
        world.engine.comeBack(world.site);
        world.engine.loseMemory(world.site);

        reconcileOnce(world);
        TaskStatus afterOneLook = world.task(task).status();
        reconcileOnce(world);

        assertThat(afterOneLook).isEqualTo(TaskStatus.RUNNING);
        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void the_alarm_is_raised_once_and_again_after_a_recovery() {
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 4).mapToObj(world::running).toList();
        WorkflowReconciler reconciler = world.reconciler();
        try (LogLines log = new LogLines(SiteHealthAlarm.class)) {
            world.engine.loseMemory(world.site);
            check(reconciler, 5);
            List<String> first = log.lines();
            tasks.forEach(world::cancel);
            IntStream.rangeClosed(5, 8).forEach(world::running);
            check(reconciler, 2);
            world.engine.loseMemory(world.site);
            check(reconciler, 5);

            assertThat(first)
                    .containsExactly("SEVERE Site " + world.site
                            + " needs attention: 4 of 4 workflows are unknown to the site's engine."
                            + " No task is ended for it; check the site's target and namespace");
            assertThat(log.lines()).containsExactly(first.getFirst(), first.getFirst());
        }
    }

    @Test
    void a_workflow_in_another_namespace_raises_the_alarm_once_and_again_after_a_recovery() {
        TaskId first = world.running(1);
        WorkflowReconciler reconciler = world.reconciler();
        try (LogLines log = new LogLines(SiteHealthAlarm.class)) {
            world.engine.withSite(world.site, "mistyped", false);
            check(reconciler, 5);
            List<String> once = log.lines();
            world.cancel(first);
            world.engine.withSite(world.site, "default", false);
            world.running(2);
            check(reconciler, 2);
            world.engine.withSite(world.site, "mistyped", false);
            check(reconciler, 5);

            assertThat(once).hasSize(1);
            assertThat(once.getFirst()).contains("1 of 1 workflows were started in another namespace");
            assertThat(log.lines()).containsExactly(once.getFirst(), once.getFirst());
        }
    }

    @Test
    void misses_in_another_namespace_do_not_count_for_the_namespace_of_the_start() {
        TaskId task = world.running(1);
        world.engine.withSite(world.site, "mistyped", false);
        reconcileOnce(world);
        reconcileOnce(world);
        world.engine.withSite(world.site, "default", false);

        reconcileOnce(world);
        TaskStatus afterOneLook = world.task(task).status();
        reconcileOnce(world);

        assertThat(afterOneLook).isEqualTo(TaskStatus.RUNNING);
        assertThat(world.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void misses_in_another_namespace_end_no_task() {
        TaskId task = world.running(1);
        world.engine.withSite(world.site, "mistyped", false);

        for (int look = 1; look <= 5; look++) {
            reconcileOnce(world);
        }

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void a_workflow_that_is_closed_in_another_namespace_ends_no_task() {
        TaskId task = world.started(1);
        world.engine.withSite(world.site, "mistyped", false).placeTombstone(world.site, task);

        reconcileOnce(world);

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void an_unavailable_engine_ends_no_task() {
        TaskId task = world.running(1);
        world.engine.goAway(world.site);

        for (int look = 1; look <= 5; look++) {
            reconcileOnce(world);
        }

        assertThat(world.task(task).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void all_tasks_whose_workflows_an_embedded_engine_lost_at_its_restart_fail() {
        RelayFixture embedded = new RelayFixture(true);
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 8).mapToObj(embedded::running).toList();
        embedded.engine.loseMemory(embedded.site);

        reconcileOnce(embedded);

        assertThat(tasks)
                .allSatisfy(task -> assertThat(embedded.task(task).message())
                        .isEqualTo("Workflow was lost when its embedded engine restarted"));
    }

    @Test
    void the_workflow_of_a_terminal_task_is_not_checked_again() {
        TaskId task = world.running(1);
        world.cancel(task);

        reconcileOnce(world);
        world.clock.tick(WorkflowReconciler.INTERVAL);

        assertThat(world.store.workflowMonitor().claimDue(1, OutboxRelay.LEASE)).isEmpty();
    }

    @Test
    void a_reconciler_with_an_expired_claim_changes_nothing() {
        TaskId task = world.running(1);
        world.engine.close(world.site, task, CloseStatus.COMPLETED);
        world.clock.tick(WorkflowReconciler.INTERVAL);
        var late = world.reconciler().claimDue(1);
        world.clock.tick(OutboxRelay.LEASE.plusSeconds(1));

        late.forEach(Runnable::run);

        assertThat(late).isNotEmpty();
        assertThat(world.task(task).status()).isEqualTo(TaskStatus.RUNNING);
    }

    private void check(WorkflowReconciler reconciler, int times) {
        for (int look = 1; look <= times; look++) {
            world.clock.tick(WorkflowReconciler.INTERVAL);
            world.runDue(reconciler);
        }
    }

    private static void reconcileOnce(RelayFixture world) {
        world.clock.tick(WorkflowReconciler.INTERVAL);
        world.runDue(world.reconciler());
    }
}
