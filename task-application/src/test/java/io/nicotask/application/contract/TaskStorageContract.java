package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Change.LateOutcomeAdded;
import io.nicotask.application.port.Change.StepEnded;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.MissingSnapshot;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.TaskStorage.TaskSnapshot;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
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
 * {@link DecisionWorkContract}, {@link IdempotencyKeyContract}, {@link RackStorageContract} and
 * {@link StopStorageContract}.
 */
public abstract class TaskStorageContract extends StoreContract {

    private final TaskStorage storage;

    protected TaskStorageContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        this.storage = calls.recorded(TaskStorage.class, implementation.cast(store.storage()));
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
            for (RackOccupancy each : List.of(rack, missing.rack())) {
                assertThat(each.reservations()).isEmpty();
                assertThat(each.waiting()).isEmpty();
            }
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
        for (WorkItem check : claimDue(Lane.CHECK)) {
            int misses = check.task().equals(missing.id()) ? 1 : 0;
            store.writes().write(SCOPE, RACK, new WorkflowChecked(check, misses, Duration.ZERO));
        }

        MissingSnapshot snapshot = storage.decideOnMissing(SCOPE, RACK, Decision::unchanged);

        assertThat(snapshot.missing()).isEqualTo(new MissingWorkflows(1, 0, 0, 0, 2));
        assertThat(snapshot.rack().reservations())
                .isEqualTo(occupancy(SCOPE, RACK).reservations());
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
    void changes_can_be_written_without_a_snapshot() {
        Task task = storedWithReservation(aRunningTask());
        WorkItem start = claimed(task, Kind.START_WORKFLOW);

        storage.write(SCOPE, List.of(new WorkflowStarted(task.id(), NAMESPACE), new WorkCompleted(start)));
        storage.write(SCOPE, List.of());

        assertThat(store.monitor().find(task.id())).isPresent();
        assertThat(store.queue().complete(start)).isFalse();
        assertUnchanged(task);
    }

    @Test
    void changes_without_a_snapshot_are_written_all_or_none() {
        Task task = storedWithReservation(aRunningTask());
        WorkItem start = claimed(task, Kind.START_WORKFLOW);
        List<Change> started = List.of(
                new Audited(AuditFixture.granted()),
                new WorkflowStarted(task.id(), NAMESPACE),
                new WorkCompleted(start),
                new TaskSubmitted(task, CAUSE));

        assertThatThrownBy(() -> storage.write(SCOPE, started)).isNotInstanceOf(LeaseExpired.class);
        store.elapse(WorkQueue.CLAIM);
        assertThatThrownBy(() -> storage.write(SCOPE, started.subList(0, 3))).isInstanceOf(LeaseExpired.class);

        assertThat(store.auditEntries()).isEmpty();
        assertThat(store.monitor().find(task.id())).isEmpty();
        assertThat(claimDue(Lane.values())).extracting(WorkItem::kind).containsExactly(Kind.START_WORKFLOW);
    }

    private TaskSnapshot snapshotOf(Task task) {
        return storage.decide(SCOPE, task.id(), Decision::unchanged).orElseThrow();
    }

    private static Decision<Task> cancel(TaskSnapshot snapshot) {
        Task after = cancelled(snapshot.task());
        return Decision.of(after, TaskChanged.of(snapshot.task(), after, CAUSE), new Audited(AuditFixture.granted()));
    }
}
