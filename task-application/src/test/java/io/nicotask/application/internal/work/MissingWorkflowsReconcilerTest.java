package io.nicotask.application.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workflows that the engine does not find, or finds in another namespace than that of their start. */
final class MissingWorkflowsReconcilerTest {

    private final RelayFixture fixture = new RelayFixture();

    @Test
    void a_single_missing_workflow_ends_its_task_at_the_second_check() {
        TaskId task = fixture.running(1);
        fixture.engine.loseMemory(fixture.site);

        fixture.reconcile(1);
        TaskStatus afterOneCheck = fixture.task(task).status();
        fixture.reconcile(1);

        assertThat(afterOneCheck).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.task(task).message()).isEqualTo("Workflow is unknown to its engine");
    }

    @Test
    void a_second_miss_does_not_end_a_task_that_has_just_leased_its_rack() {
        TaskId task = fixture.running(1);
        fixture.engine.loseMemory(fixture.site);
        fixture.reconcile(1);

        fixture.clock.tick(RelayFixture.INTERVAL);
        fixture.acquireLease(task);
        fixture.runDue(fixture.reconciler());
        TaskStatus whileItActs = fixture.task(task).status();
        fixture.reconcile(1);

        assertThat(whileItActs).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void two_misses_within_ten_seconds_end_no_task() {
        TaskId task = fixture.running(1);
        fixture.engine.loseMemory(fixture.site);
        fixture.runDue(fixture.reconciler());
        fixture.clock.tick(WorkflowReconciler.NOT_FOUND_FOR.minusSeconds(1));
        fixture.doubt(task);
        fixture.runDue(fixture.reconciler());
        TaskStatus afterTwoChecks = fixture.task(task).status();
        fixture.clock.tick(Duration.ofSeconds(1));

        fixture.runDue(fixture.reconciler());

        assertThat(afterTwoChecks).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void cancels_do_not_bring_the_missing_workflows_below_the_limit_within_a_minute() {
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 5).mapToObj(fixture::running).toList();
        fixture.engine.loseMemory(fixture.site);
        fixture.reconcile(2);
        tasks.subList(0, 2).forEach(fixture::cancel);

        fixture.reconcile(5);
        List<TaskStatus> withinAMinute = statusOf(tasks.subList(2, 5));
        fixture.reconcile(2);

        assertThat(withinAMinute).containsOnly(TaskStatus.RUNNING);
        assertThat(statusOf(tasks.subList(2, 5))).containsOnly(TaskStatus.FAILED);
    }

    private List<TaskStatus> statusOf(List<TaskId> tasks) {
        return tasks.stream().map(task -> fixture.task(task).status()).toList();
    }

    @Test
    void many_missing_workflows_end_no_task() {
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 4).mapToObj(fixture::running).toList();
        fixture.engine.loseMemory(fixture.site);

        fixture.reconcile(5);

        assertThat(tasks)
                .allSatisfy(task -> assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING));
    }

    @Test
    void workflows_that_were_not_checked_since_count_as_missing_too() {
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 4).mapToObj(fixture::running).toList();
        fixture.engine.loseMemory(fixture.site);
        WorkDispatcher reconciler = fixture.reconciler();
        fixture.clock.tick(RelayFixture.INTERVAL);
        reconciler.claimDue(1).forEach(Runnable::run);
        List<Runnable> crashed = reconciler.claimDue(3);
        fixture.clock.tick(RelayFixture.INTERVAL);
        List<Runnable> firstAgainAndTheOthers = reconciler.claimDue(10);

        firstAgainAndTheOthers.reversed().forEach(Runnable::run);

        assertThat(crashed).hasSize(3);
        assertThat(firstAgainAndTheOthers).hasSize(4);
        assertThat(tasks)
                .allSatisfy(task -> assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING));
    }

    @Test
    void a_missing_workflow_does_not_end_its_task_while_an_attempt_renews_its_lease() {
        TaskId task = fixture.running(1);
        Lease lease = fixture.acquireLease(task);
        fixture.engine.loseMemory(fixture.site);

        for (int second = 1; second <= 20; second++) {
            fixture.clock.tick(Duration.ofSeconds(1));
            assertThat(fixture.attempts.renew(lease)).isEqualTo(AttemptRenewal.ACTING);
            fixture.runDue(fixture.reconciler());
        }
        TaskStatus whileActing = fixture.task(task).status();
        fixture.clock.tick(RackLeases.DURATION);
        fixture.runDue(fixture.reconciler());

        assertThat(whileActing).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.task(task).message()).isEqualTo("Workflow is unknown to its engine");
    }

    @Test
    void a_check_without_an_answer_is_not_a_miss() {
        TaskId task = fixture.running(1);
        fixture.engine.goAway(fixture.site);
        fixture.reconcile(3);
        fixture.engine.comeBack(fixture.site);
        fixture.engine.loseMemory(fixture.site);

        fixture.reconcile(1);
        TaskStatus afterOneCheck = fixture.task(task).status();
        fixture.reconcile(1);

        assertThat(afterOneCheck).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void the_alarm_is_raised_once_and_again_after_a_recovery() {
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 4).mapToObj(fixture::running).toList();
        WorkDispatcher reconciler = fixture.reconciler();
        try (LogLines log = new LogLines(SiteHealthAlarm.class)) {
            fixture.engine.loseMemory(fixture.site);
            fixture.reconcile(reconciler, 5);
            List<String> first = log.lines();
            tasks.forEach(fixture::cancel);
            IntStream.rangeClosed(5, 8).forEach(fixture::running);
            fixture.reconcile(reconciler, 2);
            fixture.engine.loseMemory(fixture.site);
            fixture.reconcile(reconciler, 5);

            assertThat(first)
                    .containsExactly("SEVERE Site " + fixture.site
                            + " needs attention: 4 of 4 workflows are unknown to the site's engine."
                            + " No task is ended for it; check the site's target and namespace");
            assertThat(log.lines()).containsExactly(first.getFirst(), first.getFirst());
        }
    }

    @Test
    void a_workflow_in_another_namespace_raises_the_alarm_once_and_again_after_a_recovery() {
        TaskId first = fixture.running(1);
        WorkDispatcher reconciler = fixture.reconciler();
        try (LogLines log = new LogLines(SiteHealthAlarm.class)) {
            fixture.engine.withSite(fixture.site, "mistyped", false);
            fixture.reconcile(reconciler, 5);
            List<String> once = log.lines();
            fixture.cancel(first);
            fixture.engine.withSite(fixture.site, "default", false);
            fixture.running(2);
            fixture.reconcile(reconciler, 2);
            fixture.engine.withSite(fixture.site, "mistyped", false);
            fixture.reconcile(reconciler, 5);

            assertThat(once).hasSize(1);
            assertThat(once.getFirst()).contains("1 of 1 workflows were started in another namespace");
            assertThat(log.lines()).containsExactly(once.getFirst(), once.getFirst());
        }
    }

    @Test
    void misses_in_another_namespace_do_not_count_for_the_namespace_of_the_start() {
        TaskId task = fixture.running(1);
        fixture.engine.withSite(fixture.site, "mistyped", false);
        fixture.reconcile(2);
        fixture.engine.withSite(fixture.site, "default", false);

        fixture.reconcile(1);
        TaskStatus afterOneCheck = fixture.task(task).status();
        fixture.reconcile(1);

        assertThat(afterOneCheck).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void misses_in_another_namespace_end_no_task() {
        TaskId task = fixture.running(1);
        fixture.engine.withSite(fixture.site, "mistyped", false);

        fixture.reconcile(5);

        assertThat(fixture.task(task).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void all_tasks_whose_workflows_an_embedded_engine_lost_at_its_restart_fail() {
        RelayFixture embedded = new RelayFixture(true);
        List<TaskId> tasks =
                IntStream.rangeClosed(1, 8).mapToObj(embedded::running).toList();
        embedded.engine.loseMemory(embedded.site);

        embedded.reconcile(1);

        assertThat(tasks)
                .allSatisfy(task -> assertThat(embedded.task(task).message())
                        .isEqualTo("Workflow was lost when its embedded engine restarted"));
    }
}
