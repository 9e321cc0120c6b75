package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.WorkflowMonitor;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link WorkflowMonitor}. */
public abstract class WorkflowMonitorContract extends StoreContract {

    private static final int MANY = 100;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofSeconds(5);

    private final WorkflowMonitor monitor;

    protected WorkflowMonitorContract(StoreUnderTest store, Class<? extends WorkflowMonitor> implementation) {
        super(store);
        this.monitor = implementation.cast(store.watch());
    }

    @Test
    void a_started_workflow_is_due_immediately() {
        TaskId task = started(1);

        assertThat(due()).containsExactly(new MonitoredWorkflow(task, SITE, "site-namespace", 0, 1));
    }

    @Test
    void a_claim_excludes_others_until_its_lease_expires() {
        started(1);
        MonitoredWorkflow first = onlyClaim();

        assertThat(due()).isEmpty();
        store.elapse(LEASE);

        assertThat(onlyClaim().claimNumber()).isEqualTo(first.claimNumber() + 1);
    }

    @Test
    void a_checked_workflow_is_due_again_after_the_delay() {
        started(1);

        assertThat(monitor.recordCheck(onlyClaim(), 2, DELAY)).isTrue();

        assertThat(due()).isEmpty();
        store.elapse(DELAY);
        MonitoredWorkflow next = onlyClaim();
        assertThat(next.notFoundCount()).isEqualTo(2);
        assertThat(next.claimNumber()).isEqualTo(2);
    }

    @Test
    void a_workflow_that_is_no_longer_monitored_is_never_due() {
        started(1);

        assertThat(monitor.stopMonitoring(onlyClaim())).isTrue();

        store.elapse(LEASE);
        assertThat(due()).isEmpty();
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0));
    }

    @Test
    void a_result_under_an_expired_claim_changes_nothing() {
        started(1);
        MonitoredWorkflow late = onlyClaim();
        store.elapse(LEASE);

        assertThat(monitor.recordCheck(late, 7, DELAY)).isFalse();
        assertThat(monitor.stopMonitoring(late)).isFalse();
        assertThat(monitor.recordWrongNamespace(late, DELAY)).isFalse();
        assertThat(monitor.postpone(late, DELAY)).isFalse();
        MonitoredWorkflow next = onlyClaim();
        assertThat(monitor.recordCheck(late, 7, DELAY)).isFalse();
        assertThat(monitor.stopMonitoring(late)).isFalse();

        assertThat(next.notFoundCount()).isZero();
        assertThat(monitor.recordCheck(next, 1, DELAY)).isTrue();
    }

    @Test
    void a_released_claim_cannot_be_used_again() {
        started(1);
        MonitoredWorkflow claim = onlyClaim();

        assertThat(monitor.recordCheck(claim, 1, DELAY)).isTrue();

        assertThat(monitor.recordCheck(claim, 2, DELAY)).isFalse();
        assertThat(monitor.stopMonitoring(claim)).isFalse();
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 0, 0, 1));
    }

    @Test
    void the_longest_due_are_claimed_first_up_to_the_limit() {
        TaskId second = started(1);
        TaskId first = started(2);
        due().forEach(workflow -> {
            Duration delay = workflow.task().equals(first) ? Duration.ofSeconds(1) : Duration.ofSeconds(2);
            assertThat(monitor.recordCheck(workflow, 0, delay)).isTrue();
        });
        store.elapse(DELAY);

        assertThat(monitor.claimDue(1, LEASE))
                .extracting(MonitoredWorkflow::task)
                .containsExactly(first);
        assertThat(monitor.claimDue(1, LEASE))
                .extracting(MonitoredWorkflow::task)
                .containsExactly(second);
    }

    @Test
    void missing_workflows_are_counted_per_site() {
        started(1);
        started(2);
        TaskId elsewhere = startedAt(aPendingTask().at(OTHER_SITE).number(3), OTHER_SITE_SCOPE);
        due().forEach(workflow -> {
            int misses = workflow.task().equals(elsewhere) ? 0 : 1;
            assertThat(monitor.recordCheck(workflow, misses, DELAY)).isTrue();
        });

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(2, 0, 0, 2));
        assertThat(monitor.missingWorkflowsAt(OTHER_SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 1));
        assertThat(monitor.missingWorkflowsAt(FOREIGN_SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0));
    }

    @Test
    void a_workflow_that_is_found_again_is_not_missing() {
        started(1);
        assertThat(monitor.recordCheck(onlyClaim(), 1, Duration.ZERO)).isTrue();

        assertThat(monitor.recordCheck(onlyClaim(), 0, DELAY)).isTrue();

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 1));
    }

    @Test
    void a_postponed_check_keeps_the_last_result() {
        started(1);
        assertThat(monitor.recordCheck(onlyClaim(), 1, Duration.ZERO)).isTrue();

        assertThat(monitor.postpone(onlyClaim(), DELAY)).isTrue();

        assertThat(due()).isEmpty();
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 0, 0, 1));
        store.elapse(DELAY);
        assertThat(onlyClaim().notFoundCount()).isEqualTo(1);
    }

    @Test
    void workflows_not_checked_since_the_latest_first_miss_are_counted_apart() {
        TaskId first = started(1);
        started(2);
        store.elapse(Duration.ofSeconds(1));
        MonitoredWorkflow unchecked = recordMisses(first, 1);
        store.elapse(Duration.ofSeconds(1));

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 1, 0, 2));
        assertThat(monitor.postpone(unchecked, Duration.ZERO)).isTrue();
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 1, 0, 2));
        assertThat(monitor.recordCheck(onlyClaim(), 0, DELAY)).isTrue();

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 0, 0, 2));
    }

    @Test
    void a_workflow_is_missing_since_the_first_of_consecutive_misses() {
        TaskId first = started(1);
        started(2);
        store.elapse(Duration.ofSeconds(1));
        MonitoredWorkflow other = recordMisses(first, 1);
        store.elapse(Duration.ofSeconds(1));
        assertThat(monitor.recordCheck(other, 0, Duration.ZERO)).isTrue();
        store.elapse(DELAY);

        recordMisses(first, 2);

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(1, 0, 0, 2));
    }

    @Test
    void a_workflow_in_a_wrong_namespace_is_not_counted_as_missing() {
        started(1);
        assertThat(monitor.recordCheck(onlyClaim(), 1, Duration.ZERO)).isTrue();

        assertThat(monitor.recordWrongNamespace(onlyClaim(), Duration.ZERO)).isTrue();

        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 1, 1));
        MonitoredWorkflow next = onlyClaim();
        assertThat(next.notFoundCount()).isZero();
        assertThat(monitor.recordCheck(next, 0, DELAY)).isTrue();
        assertThat(monitor.missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 1));
    }

    @Test
    void concurrent_claims_never_share_a_workflow() {
        for (int number = 1; number <= 20; number++) {
            started(number);
        }

        List<TaskId> claimed = ConcurrentRuns.of(8, () -> monitor.claimDue(MANY, LEASE)).stream()
                .flatMap(Collection::stream)
                .map(MonitoredWorkflow::task)
                .toList();

        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(claimed.size() + due().size()).isEqualTo(20);
    }

    /** Claims two workflows, records misses of one of them, and returns the open claim of the other. */
    private MonitoredWorkflow recordMisses(TaskId task, int misses) {
        List<MonitoredWorkflow> both = due();
        assertThat(both).hasSize(2);
        both.stream()
                .filter(one -> one.task().equals(task))
                .forEach(one ->
                        assertThat(monitor.recordCheck(one, misses, DELAY)).isTrue());
        return both.stream().filter(one -> !one.task().equals(task)).findFirst().orElseThrow();
    }

    private TaskId started(int number) {
        return startedAt(aPendingTask().number(number), SCOPE);
    }

    private TaskId startedAt(StoredTaskFixture fixture, TaskScope scope) {
        Task task = fixture.insertWithReservation(store, scope);
        deliverStart(task);
        return task.id();
    }

    private List<MonitoredWorkflow> due() {
        return monitor.claimDue(MANY, LEASE);
    }

    private MonitoredWorkflow onlyClaim() {
        List<MonitoredWorkflow> claims = due();
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }
}
