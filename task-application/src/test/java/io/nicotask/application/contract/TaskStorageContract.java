package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.EntryCompleted;
import io.nicotask.application.port.Change.LateOutcomeAdded;
import io.nicotask.application.port.Change.MonitoringStopped;
import io.nicotask.application.port.Change.StepEnded;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackOccupancy;
import io.nicotask.application.port.Reservation;
import io.nicotask.application.port.TaskSnapshot;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.MissingSnapshot;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link TaskStorage}: what a decision is based on, and what it writes. Its other parts are
 * {@link DecisionAtomicityContract}, {@link DecisionGuardsContract}, {@link DecisionRacesContract},
 * {@link IdempotencyKeyContract}, {@link RackStorageContract} and {@link StopStorageContract}.
 */
public abstract class TaskStorageContract extends StoreContract {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration DELAY = Duration.ofSeconds(5);
    private static final RackOccupancy EMPTY = new RackOccupancy(List.of(), List.of());

    private final TaskStorage storage;

    protected TaskStorageContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        this.storage = implementation.cast(store.storage());
    }

    @Test
    void a_decision_answers_after_its_changes_are_written() {
        Task task = storedWithReservation(aRunningTask());

        assertThat(storage.decide(SCOPE, task.id(), TaskStorageContract::cancel))
                .contains(cancelled(task));

        ConcurrentRuns.elsewhere(() -> {
            assertUnchanged(cancelled(task));
            return task;
        });
        assertThat(store.auditEntries()).containsExactly(AuditFixture.granted());
    }

    @Test
    void a_decision_without_changes_writes_nothing() {
        Task task = storedWithReservation(aRunningTask());

        assertThat(storage.decide(SCOPE, task.id(), snapshot -> Decision.unchanged(snapshot.task())))
                .contains(task);

        assertUnchanged(task);
        assertThat(store.writes().stopOf(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_task_of_another_scope_is_not_decided_upon() {
        Task task = storedWithReservation(aRunningTask());
        Task waiting = stored(aWaitingTask().number(2));

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(storage.decide(scope, task.id(), TaskStorageContract::cancel))
                    .isEmpty();
            assertThat(storage.decide(scope, waiting.id(), TaskStorageContract::cancel))
                    .isEmpty();
        }
        assertThat(storage.decide(SCOPE, aRunningTask().number(3).build().id(), TaskStorageContract::cancel))
                .isEmpty();
        assertUnchanged(task);
        assertUnchanged(waiting);
    }

    @Test
    void a_rack_of_another_scope_is_empty() {
        deliverStart(storedWithReservation(aRunningTask()));
        stored(aWaitingTask().number(2));

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            RackOccupancy rack = storage.decideOnRack(scope, RACK, Decision::unchanged);
            MissingSnapshot missing = storage.decideOnMissing(scope, RACK, Decision::unchanged);
            assertThat(rack).isEqualTo(EMPTY);
            assertThat(missing.rack()).isEqualTo(EMPTY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void only_a_waiting_task_is_decided_upon_with_its_rack(TaskStatus status) {
        Task holder = storedWithReservation(aRunningTask().number(7));
        Task task = stored(aTask(status));

        TaskSnapshot snapshot = snapshotOf(task);

        assertThat(snapshot.task()).isEqualTo(task);
        if (status == TaskStatus.WAITING) {
            assertThat(snapshot.rack()).isNotNull();
            assertThat(snapshot.rack().waiting()).containsExactly(task);
            assertThat(snapshot.rack().reservations())
                    .extracting(Reservation::task)
                    .containsExactly(holder);
        } else {
            assertThat(snapshot.rack()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void only_a_pending_or_running_task_that_holds_its_rack_has_a_next_lease(TaskStatus status) {
        Task holder = storedWithReservation(aTask(status).number(1));
        Task other = stored(aTask(status).number(2));

        Lease next = snapshotOf(holder).nextLease();

        if (Set.of(TaskStatus.PENDING, TaskStatus.RUNNING).contains(status)) {
            assertThat(next).isNotNull();
            assertThat(next.task()).isEqualTo(holder.id());
        } else {
            assertThat(next).isNull();
        }
        assertThat(snapshotOf(other).nextLease()).isNull();
        release(holder);
        assertThat(snapshotOf(holder).nextLease()).isNull();
    }

    @Test
    void each_attempt_gets_another_lease() {
        Task task = storedWithReservation(aRunningTask());

        List<Lease> leases = List.of(
                acquireLease(task, "stage-1"),
                acquireLease(task, "stage-1"),
                acquireLease(task, "stage-2"),
                snapshotOf(task).requireNextLease());

        assertThat(leases).extracting(Lease::number).doesNotHaveDuplicates();
        assertThat(leases)
                .extracting(Lease::fencingToken)
                .containsOnly(leases.getFirst().fencingToken());
    }

    @Test
    void a_decision_on_missing_workflows_is_based_on_their_counts_and_the_rack() {
        Task missing = storedWithReservation(aRunningTask().number(1));
        Task found = storedWithReservation(aRunningTask().number(2));
        deliverStart(missing);
        deliverStart(found);
        claimedWorkflows().forEach(workflow -> checked(workflow, workflow.task().equals(missing.id()) ? 1 : 0));

        MissingSnapshot snapshot = storage.decideOnMissing(SCOPE, RACK, Decision::unchanged);

        assertThat(snapshot.missing()).isEqualTo(new MissingWorkflows(1, 0, 0, 2));
        assertThat(snapshot.rack()).isEqualTo(occupancy(SCOPE, RACK));
        assertThat(snapshot.rack().reservations())
                .extracting(Reservation::task)
                .containsExactlyInAnyOrder(missing, found);
    }

    @Test
    void a_decision_on_missing_workflows_answers_after_its_changes_are_written() {
        Task task = storedWithReservation(aRunningTask());

        Task answer = storage.decideOnMissing(
                SCOPE,
                RACK,
                snapshot -> Decision.of(
                        cancelled(task),
                        TaskChanged.of(snapshot.rack().task(task.id()).orElseThrow(), cancelled(task), CAUSE)));

        assertThat(answer).isEqualTo(cancelled(task));
        assertUnchanged(answer);
    }

    @Test
    void a_result_that_ends_a_step_is_stored_once() {
        Task ended = endedWithUnfinishedStep(1);
        LateOutcome late = new LateOutcome(ended.id(), RUN, "8 succeeded", CHANGED);

        for (int observer = 1; observer <= 2; observer++) {
            store.writes().write(SCOPE, RACK, new StepEnded(stepOf(ended), late));
        }

        assertThat(store.unfinishedSteps().find(SCOPE, ended.id())).isEmpty();
        assertThat(store.lateOutcomes()).containsExactly(late);
    }

    @Test
    void a_late_outcome_is_stored_beside_the_task_each_time_it_is_added() {
        Task ended = stored(aTask(TaskStatus.TERMINATED));
        LateOutcome late = new LateOutcome(ended.id(), RUN, "Succeeded", CHANGED);

        store.writes().write(SCOPE, RACK, new LateOutcomeAdded(late));
        store.writes().write(SCOPE, RACK, new LateOutcomeAdded(late));

        assertThat(store.lateOutcomes()).containsExactly(late, late);
        assertUnchanged(ended);
    }

    @Test
    void the_workflow_of_a_delivered_start_is_monitored_and_its_stop_is_due() {
        Task task = storedWithReservation(aPendingTask());
        cancel(task, Duration.ofHours(1));
        Claim start = store.outbox().claim(task.id(), LEASE).getFirst();

        store.writes().write(SCOPE, RACK, new EntryCompleted(start, DELIVERED));

        assertThat(store.outbox().namespaceOf(task.id())).contains("site-namespace");
        assertThat(claimedWorkflows()).containsExactly(new MonitoredWorkflow(task.id(), SITE, "site-namespace", 0, 1));
        assertThat(store.outbox().claimDue(10, LEASE)).hasSize(1);
    }

    @Test
    void a_workflow_that_was_checked_is_due_again_after_the_delay() {
        deliverStart(storedWithReservation(aPendingTask()));

        checked(claimedWorkflows().getFirst(), 2);

        assertThat(claimedWorkflows()).isEmpty();
        store.elapse(DELAY);
        assertThat(claimedWorkflows())
                .extracting(MonitoredWorkflow::notFoundCount)
                .containsExactly(2);
    }

    @Test
    void a_workflow_whose_monitoring_was_stopped_is_never_due() {
        deliverStart(storedWithReservation(aPendingTask()));

        store.writes()
                .write(SCOPE, RACK, new MonitoringStopped(claimedWorkflows().getFirst()));

        store.elapse(LEASE);
        assertThat(claimedWorkflows()).isEmpty();
        assertThat(store.watch().missingWorkflowsAt(SITE).monitored()).isZero();
    }

    private void checked(MonitoredWorkflow workflow, int notFoundCount) {
        store.writes().write(SCOPE, RACK, new WorkflowChecked(workflow, notFoundCount, DELAY));
    }

    private List<MonitoredWorkflow> claimedWorkflows() {
        return store.watch().claimDue(10, LEASE);
    }

    private TaskSnapshot snapshotOf(Task task) {
        return storage.decide(SCOPE, task.id(), Decision::unchanged).orElseThrow();
    }

    private static Decision<Task> cancel(TaskSnapshot snapshot) {
        Task after = cancelled(snapshot.task());
        return Decision.of(after, TaskChanged.of(snapshot.task(), after, CAUSE), new Audited(AuditFixture.granted()));
    }
}
