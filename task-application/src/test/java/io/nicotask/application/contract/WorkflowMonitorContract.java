package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of {@link WorkflowMonitor}. */
public abstract class WorkflowMonitorContract extends StoreContract {

    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final Duration SET_BACK = Duration.ofHours(-6);

    private final WorkflowMonitor monitor;

    protected WorkflowMonitorContract(StoreUnderTest store, Class<? extends WorkflowMonitor> implementation) {
        super(store);
        this.monitor = calls.recorded(WorkflowMonitor.class, implementation.cast(store.monitor()));
    }

    @Test
    void a_workflow_is_known_once_its_start_was_delivered() {
        Task task = storedWithReservation(aPendingTask());

        assertThat(monitor.find(task.id())).isEmpty();
        deliverStart(task);

        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 0, Duration.ZERO, false));
        assertThat(monitor.find(new TaskId(new UUID(0, 404)))).isEmpty();
    }

    @Test
    void the_workflow_of_an_ended_task_is_known_for_good() {
        Task task = started(1);
        cancel(task);
        Task notStarted = storedWithReservation(aPendingTask().number(2));
        cancel(notStarted);

        closeWorkflow(task);
        completeStart(notStarted);
        closeWorkflow(notStarted);

        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 0, Duration.ZERO, false));
        assertThat(monitor.find(notStarted.id())).isEmpty();
    }

    @Test
    void a_checked_workflow_is_due_again_after_the_delay() {
        Task task = started(1);

        assertThat(monitor.recordCheck(onlyCheck(), 2, DELAY)).isTrue();

        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 2, Duration.ZERO, false));
        assertDueAfterDelay();
    }

    @Test
    void a_workflow_in_a_wrong_namespace_is_due_again_after_the_delay() {
        started(1);

        assertThat(monitor.recordWrongNamespace(onlyCheck(), DELAY)).isTrue();

        assertDueAfterDelay();
    }

    private void assertDueAfterDelay() {
        store.elapse(DELAY.minusMillis(1));
        assertThat(claimDue(Lane.CHECK)).isEmpty();
        store.elapse(Duration.ofMillis(1));
        assertThat(onlyCheck().claimNumber()).isEqualTo(2);
    }

    @Test
    void a_result_under_an_expired_claim_changes_nothing() {
        Task task = started(1);
        WorkItem late = onlyCheck();
        store.elapse(WorkQueue.CLAIM);

        assertRejected(late);
        WorkItem next = onlyCheck();
        assertRejected(late);

        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 0, Duration.ZERO, false));
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 1));
        assertThat(claimDue(Lane.CHECK)).isEmpty();
        assertThat(monitor.recordCheck(next, 1, DELAY)).isTrue();
    }

    @Test
    void a_released_claim_cannot_be_used_again() {
        Task task = started(1);
        WorkItem check = onlyCheck();

        assertThat(monitor.recordCheck(check, 1, Duration.ZERO)).isTrue();

        assertRejected(check);
        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 1, Duration.ZERO, false));
        assertThat(onlyCheck().claimNumber()).isEqualTo(2);
    }

    @Test
    void a_check_of_a_task_that_has_ended_meanwhile_changes_nothing() {
        Task task = started(1);
        WorkItem check = onlyCheck();

        cancel(task);

        assertRejected(check);
        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 0, Duration.ZERO, false));
    }

    private void assertRejected(WorkItem check) {
        assertThat(monitor.recordCheck(check, 7, Duration.ZERO)).isFalse();
        assertThat(monitor.recordWrongNamespace(check, Duration.ZERO)).isFalse();
    }

    @Test
    void missing_workflows_are_counted_per_site() {
        started(1);
        started(2);
        Task elsewhere = aPendingTask().at(OTHER_SITE).number(3).insertWithReservation(store, OTHER_SITE_SCOPE);
        store.writes()
                .startWorkflow(OTHER_SITE_SCOPE, elsewhere, claimed(elsewhere, Kind.START_WORKFLOW), "other-namespace");
        for (WorkItem check : claimDue(Lane.CHECK)) {
            int misses = check.site().equals(SITE) ? 1 : 0;
            assertThat(monitor.recordCheck(check, misses, DELAY)).isTrue();
        }

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(2, 0, 0, 0, 2));
        assertThat(monitor.missingWorkflowsAt(OTHER_SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 1));
        assertThat(monitor.missingWorkflowsAt(FOREIGN_SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WAITING")
    void only_started_workflows_of_open_tasks_are_counted(TaskStatus status) {
        storedWithReservation(aPendingTask().number(2));
        Task task = storedWithReservation(aTask(status));

        deliverStart(task);

        boolean open = Set.of(TaskStatus.PENDING, TaskStatus.RUNNING).contains(status);
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, open ? 1 : 0));
    }

    /** Otherwise cancels would bring the number of missing workflows below the limit. */
    @Test
    void the_missing_workflow_of_a_task_that_has_ended_is_counted_apart_for_some_time() {
        Task missing = started(1);
        Task inWrongNamespace = started(2);
        for (WorkItem check : claimDue(Lane.CHECK)) {
            assertThat(
                            check.task().equals(missing.id())
                                    ? monitor.recordCheck(check, 1, DELAY)
                                    : monitor.recordWrongNamespace(check, DELAY))
                    .isTrue();
        }
        MissingWorkflows before = monitor.missingWorkflowsAt(SITE);

        cancel(missing);
        cancel(inWrongNamespace);
        MissingWorkflows atOnce = monitor.missingWorkflowsAt(SITE);
        store.elapse(WorkflowMonitor.RECENT);

        assertThat(before).isEqualTo(new MissingWorkflows(1, 0, 0, 1, 2));
        assertThat(atOnce).isEqualTo(new MissingWorkflows(0, 0, 1, 0, 0));
        assertThat(monitor.missingWorkflowsAt(OTHER_SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 0));
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 0));
    }

    @Test
    void a_workflow_whose_attempt_acts_needs_no_check_to_be_found() {
        Task missing = started(1);
        Task acting = started(2);
        store.elapse(Duration.ofSeconds(1));
        recordMisses(missing, 1);

        Lease lease = acquireLease(acting, "stage-1");
        MissingWorkflows whileActing = monitor.missingWorkflowsAt(SITE);
        boolean isActing = monitor.find(acting.id()).orElseThrow().acting();
        store.elapse(RackLeases.DURATION);

        assertThat(whileActing).isEqualTo(new MissingWorkflows(1, 0, 0, 0, 2));
        assertThat(isActing).isTrue();
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.EXPIRED);
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 1, 0, 0, 2));
        assertThat(monitor.find(acting.id()).orElseThrow().acting()).isFalse();
    }

    @Test
    void the_age_of_the_first_of_consecutive_misses_is_known() {
        Task task = started(1);
        assertThat(monitor.recordCheck(onlyCheck(), 1, DELAY)).isTrue();
        store.elapse(DELAY);

        assertThat(monitor.recordCheck(onlyCheck(), 2, DELAY)).isTrue();
        store.elapse(DELAY);

        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 2, DELAY.multipliedBy(2), false));
    }

    @Test
    void a_workflow_is_missing_since_the_first_check_after_the_clock_was_set_back() {
        Task task = started(1);
        assertThat(monitor.recordCheck(onlyCheck(), 1, DELAY)).isTrue();
        store.elapse(SET_BACK);
        MonitoredWorkflow before = monitor.find(task.id()).orElseThrow();

        assertThat(monitor.recordCheck(onlyCheck(), 2, DELAY)).isTrue();
        store.elapse(DELAY);

        assertThat(before).isEqualTo(new MonitoredWorkflow(NAMESPACE, 1, Duration.ZERO, false));
        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 2, DELAY, false));
    }

    @Test
    void a_workflow_that_was_found_before_the_clock_was_set_back_counts_as_unchecked() {
        Task missing = started(1);
        started(2);
        store.elapse(SET_BACK);

        WorkItem other = recordMisses(missing, 1);
        MissingWorkflows before = monitor.missingWorkflowsAt(SITE);
        assertThat(monitor.recordCheck(other, 0, DELAY)).isTrue();

        assertThat(before).isEqualTo(new MissingWorkflows(1, 1, 0, 0, 2));
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 0, 0, 0, 2));
    }

    @Test
    void a_task_that_ended_before_the_clock_was_set_back_did_not_end_recently() {
        Task missing = started(1);
        assertThat(monitor.recordCheck(onlyCheck(), 1, DELAY)).isTrue();
        cancel(missing);

        store.elapse(SET_BACK);

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 0));
    }

    @Test
    void a_delivered_start_does_not_put_off_a_check_that_is_due_because_the_clock_was_set_back() {
        Task task = storedWithReservation(aRunningTask());
        scheduleCheck(task, DELAY);
        store.elapse(SET_BACK);

        store.writes().startWorkflow(SCOPE, task, claimed(task, Kind.START_WORKFLOW), NAMESPACE);

        assertThat(claimDue(Lane.CHECK)).extracting(WorkItem::task).containsExactly(task.id());
    }

    @Test
    void a_workflow_that_needs_no_check_is_not_due_until_one_is_scheduled() {
        Task task = started(1);
        assertThat(monitor.recordCheck(onlyCheck(), 0, null)).isTrue();
        store.elapse(Duration.ofHours(2));
        List<WorkItem> without = claimDue(Lane.CHECK);
        int scheduled = monitor.scheduledChecks(SITE, MANY);

        scheduleCheck(task, Duration.ZERO);

        assertThat(without).isEmpty();
        assertThat(scheduled).isZero();
        assertThat(onlyCheck().claimNumber()).isEqualTo(2);
    }

    @Test
    void the_scheduled_checks_of_a_site_are_counted_up_to_the_limit() {
        for (int number = 1; number <= 4; number++) {
            started(number);
        }
        scheduleCheck(aPendingTask().number(1).build(), WorkflowMonitor.HORIZON);
        scheduleCheck(aPendingTask().number(2).build(), WorkflowMonitor.HORIZON.plusSeconds(1));

        assertThat(monitor.scheduledChecks(SITE, MANY)).isEqualTo(3);
        assertThat(monitor.scheduledChecks(SITE, 2)).isEqualTo(2);
        assertThat(monitor.scheduledChecks(OTHER_SITE, MANY)).isZero();
    }

    @Test
    void a_workflow_that_is_found_again_is_not_missing() {
        started(1);
        assertThat(monitor.recordCheck(onlyCheck(), 1, Duration.ZERO)).isTrue();

        assertThat(monitor.recordCheck(onlyCheck(), 0, DELAY)).isTrue();

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 1));
    }

    @Test
    void a_postponed_check_keeps_the_last_result() {
        Task task = started(1);
        assertThat(monitor.recordCheck(onlyCheck(), 1, Duration.ZERO)).isTrue();

        assertThat(store.queue().postpone(onlyCheck(), DELAY, "engine unavailable"))
                .isTrue();

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 0, 0, 0, 1));
        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 1, Duration.ZERO, false));
    }

    @Test
    void workflows_not_checked_since_the_latest_first_miss_are_counted_apart() {
        Task first = started(1);
        started(2);
        store.elapse(Duration.ofSeconds(1));
        WorkItem unchecked = recordMisses(first, 1);
        store.elapse(Duration.ofSeconds(1));

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 1, 0, 0, 2));
        assertThat(store.queue().postpone(unchecked, Duration.ZERO, "engine unavailable"))
                .isTrue();
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 1, 0, 0, 2));
        assertThat(monitor.recordCheck(onlyCheck(), 0, DELAY)).isTrue();

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 0, 0, 0, 2));
    }

    @Test
    void a_workflow_is_missing_since_the_first_of_consecutive_misses() {
        Task first = started(1);
        started(2);
        store.elapse(Duration.ofSeconds(1));
        WorkItem other = recordMisses(first, 1);
        store.elapse(Duration.ofSeconds(1));
        assertThat(monitor.recordCheck(other, 0, Duration.ZERO)).isTrue();
        store.elapse(DELAY);

        recordMisses(first, 2);

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 0, 0, 0, 2));
    }

    @Test
    void a_workflow_in_a_wrong_namespace_is_not_counted_as_missing() {
        Task task = started(1);
        assertThat(monitor.recordCheck(onlyCheck(), 1, Duration.ZERO)).isTrue();

        assertThat(monitor.recordWrongNamespace(onlyCheck(), Duration.ZERO)).isTrue();

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 1, 1));
        assertThat(monitor.find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 0, Duration.ZERO, false));
        assertThat(monitor.recordCheck(onlyCheck(), 0, DELAY)).isTrue();
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 1));
    }

    /** Claims the checks of two workflows, records misses of one of them, and returns the open claim of the other. */
    private WorkItem recordMisses(Task task, int misses) {
        List<WorkItem> both = claimDue(Lane.CHECK);
        assertThat(both).hasSize(2);
        boolean isFirst = both.getFirst().task().equals(task.id());
        assertThat(monitor.recordCheck(isFirst ? both.getFirst() : both.getLast(), misses, DELAY))
                .isTrue();
        return isFirst ? both.getLast() : both.getFirst();
    }

    private Task started(int number) {
        Task task = storedWithReservation(aRunningTask().number(number));
        deliverStart(task);
        return task;
    }

    private WorkItem onlyCheck() {
        return onlyDue(Lane.CHECK);
    }
}
