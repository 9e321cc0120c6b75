package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.EntryCompleted;
import io.nicotask.application.port.Change.LeaseAcquired;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.StepEnded;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Decision;
import io.nicotask.application.port.IdempotencyKey;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations.Reservation;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskSnapshot;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.KeyedResult;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.DeliveryOutcome;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of {@link TaskStorage}. */
public abstract class TaskStorageContract extends StoreContract {

    private static final IdempotencyKey KEY = new IdempotencyKey(ORG, "key-1", "power on the rack");

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

        assertUnchanged(cancelled(task));
        assertThat(store.auditEntries()).containsExactly(AuditFixture.granted());
    }

    @Test
    void a_decision_without_changes_writes_nothing() {
        Task task = storedWithReservation(aRunningTask());

        assertThat(storage.decide(SCOPE, task.id(), snapshot -> Decision.unchanged(snapshot.task())))
                .contains(task);

        assertUnchanged(task);
        assertThat(store.outbox().stopOf(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_task_of_another_scope_is_not_decided_upon() {
        Task task = storedWithReservation(aRunningTask());

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(storage.decide(scope, task.id(), TaskStorageContract::cancel))
                    .isEmpty();
        }
        assertThat(storage.decide(SCOPE, aRunningTask().number(2).build().id(), TaskStorageContract::cancel))
                .isEmpty();
        assertUnchanged(task);
    }

    @Test
    void a_decision_that_throws_writes_nothing() {
        Task task = storedWithReservation(aRunningTask());

        assertThatIllegalStateException()
                .isThrownBy(() -> storage.decideOnRack(SCOPE, RACK, rack -> {
                    throw new IllegalStateException("undecided");
                }));
        assertThatIllegalStateException()
                .isThrownBy(() -> storage.decide(
                        SCOPE,
                        task.id(),
                        snapshot -> Decision.of(
                                "a task cannot be stored twice",
                                TaskChanged.of(task, cancelled(task), CAUSE),
                                new TaskSubmitted(aPendingTask().build(), CAUSE))));

        assertUnchanged(task);
        assertThat(store.outbox().stopOf(SCOPE, task.id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TaskStatus.class)
    void only_a_waiting_task_is_decided_upon_with_its_rack(TaskStatus status) {
        Task holder = storedWithReservation(aRunningTask().number(7));
        Task task = stored(aTask(status));

        TaskSnapshot snapshot =
                storage.decide(SCOPE, task.id(), Decision::unchanged).orElseThrow();

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

    @Test
    void a_change_into_a_terminal_state_contains_its_stop() {
        Task running = storedWithReservation(aRunningTask());

        assertThat(storage.decide(SCOPE, running.id(), TaskStorageContract::cancel))
                .isPresent();

        assertThat(store.outbox()
                        .stopOf(SCOPE, running.id())
                        .orElseThrow()
                        .stop()
                        .status())
                .isEqualTo(StopStatus.REQUESTED);
        assertThat(storage.decide(SCOPE, running.id(), Decision::unchanged)
                        .orElseThrow()
                        .stop())
                .isEqualTo(
                        store.outbox().stopOf(SCOPE, running.id()).orElseThrow().stop());
    }

    @Test
    void a_task_that_never_had_a_workflow_has_no_stop() {
        Task waiting = stored(aWaitingTask());

        assertThat(storage.decide(SCOPE, waiting.id(), TaskStorageContract::cancel))
                .isPresent();

        assertThat(store.outbox().stopOf(SCOPE, waiting.id())).isEmpty();
        assertThat(store.outbox().claim(waiting.id(), Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void a_decision_on_an_older_version_is_made_again_and_given_up_in_the_end() {
        Task older = stored(aPendingTask());
        Task task = StoredTaskFixture.applied(older.start(RUN, StoredTaskFixture.CHANGED));
        store.tasks().update(SCOPE, new TaskChange(older, task, CAUSE));
        List<Task> seen = new ArrayList<>();

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> storage.decideOnRack(SCOPE, RACK, rack -> {
                    seen.add(older);
                    return Decision.of(
                            "stale",
                            new Audited(AuditFixture.granted()),
                            TaskChanged.of(older, cancelled(older), CAUSE));
                }));

        assertThat(seen).hasSize(TaskStorage.ATTEMPTS);
        assertUnchanged(task);
        assertThat(store.auditEntries()).isEmpty();
    }

    @Test
    void of_concurrent_cancels_one_wins() {
        Task task = storedWithReservation(aRunningTask());

        List<Boolean> won = ConcurrentRuns.of(
                8,
                () -> storage.decide(
                                SCOPE,
                                task.id(),
                                snapshot -> snapshot.task().status().isTerminal()
                                        ? Decision.unchanged(false)
                                        : new Decision<>(true, cancel(snapshot).changes()))
                        .orElseThrow());

        assertThat(won).containsOnlyOnce(true);
        assertUnchanged(cancelled(task));
        assertThat(store.auditEntries()).hasSize(1);
    }

    @Test
    void of_concurrent_submits_under_one_key_one_decides() {
        Task task = aPendingTask().build();

        List<KeyedResult<Task>> results =
                ConcurrentRuns.of(4, () -> storage.decideOnce(SCOPE, RACK, KEY, rack -> submit(task)));

        assertThat(results).containsOnlyOnce(new KeyedResult.Decided<>(task));
        assertThat(results)
                .filteredOn(result -> result instanceof KeyedResult.SameRequest<Task>)
                .extracting(result ->
                        ((KeyedResult.SameRequest<Task>) result).task().task())
                .containsOnly(task)
                .hasSize(3);
    }

    @Test
    void a_key_is_used_by_a_submit_only() {
        Task task = aPendingTask().build();
        IdempotencyKey otherRequest = new IdempotencyKey(ORG, KEY.key(), "power off the rack");

        assertThat(storage.decideOnce(SCOPE, RACK, otherRequest, rack -> Decision.unchanged("refused")))
                .isEqualTo(new KeyedResult.Decided<>("refused"));
        assertThat(storage.decideOnce(SCOPE, RACK, KEY, rack -> submit(task)))
                .isEqualTo(new KeyedResult.Decided<>(task));
        assertThat(storage.decideOnce(SCOPE, RACK, otherRequest, rack -> submit(task)))
                .isEqualTo(new KeyedResult.DifferentRequest<>());
    }

    @Test
    void a_lease_is_acquired_in_the_decision_that_names_it() {
        Task task = storedWithReservation(aRunningTask());

        Lease lease = acquire(task);
        Lease later = acquire(task);

        assertThat(later.number()).isNotEqualTo(lease.number());
        assertThat(later.fencingToken()).isEqualTo(lease.fencingToken());
        assertThat(occupancy(SCOPE, RACK).isActing(task.id())).isTrue();
    }

    @Test
    void the_result_of_an_expired_claim_refuses_the_whole_decision() {
        Task task = aPendingTask().build();
        storage.decideOnRack(SCOPE, RACK, rack -> submit(task));
        Claim claim = store.outbox().claim(task.id(), Duration.ofSeconds(5)).getFirst();
        store.elapse(Duration.ofSeconds(6));

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> storage.decideOnRack(
                        SCOPE,
                        RACK,
                        rack -> Decision.of(
                                "too late",
                                TaskChanged.of(task, cancelled(task), CAUSE),
                                new EntryCompleted(claim, new DeliveryOutcome.NotNeeded()))));

        assertUnchanged(task);
    }

    @Test
    void the_workflow_of_a_delivered_start_is_monitored() {
        Task task = aPendingTask().build();
        storage.decideOnRack(SCOPE, RACK, rack -> submit(task));
        Claim claim = store.outbox().claim(task.id(), Duration.ofSeconds(5)).getFirst();

        storage.decideOnRack(
                SCOPE,
                RACK,
                rack -> Decision.of(rack, new EntryCompleted(claim, new DeliveryOutcome.Delivered("racks"))));

        assertThat(store.outbox().namespaceOf(task.id())).contains("racks");
        assertThat(store.watch().claimDue(10, Duration.ofSeconds(5)))
                .singleElement()
                .satisfies(workflow -> assertThat(workflow.task()).isEqualTo(task.id()));
    }

    @Test
    void a_late_outcome_is_stored_with_the_end_of_its_step_only() {
        Task ended = endedWithUnfinishedStep(1);
        LateOutcome late = new LateOutcome(ended.id(), RUN, "8 succeeded", StoredTaskFixture.CHANGED);

        for (int observer = 1; observer <= 2; observer++) {
            storage.decideOnRack(SCOPE, RACK, rack -> Decision.of(rack, new StepEnded(stepOf(ended), late)));
        }

        assertThat(store.unfinishedSteps().find(SCOPE, ended.id())).isEmpty();
        assertThat(store.lateOutcomes()).containsExactly(late);
    }

    private Lease acquire(Task task) {
        return storage.decide(
                        SCOPE,
                        task.id(),
                        snapshot -> Decision.of(
                                snapshot.requireNextLease(), new LeaseAcquired(snapshot.requireNextLease(), "stage-1")))
                .orElseThrow();
    }

    private static Decision<Task> cancel(TaskSnapshot snapshot) {
        Task after = cancelled(snapshot.task());
        return Decision.of(after, TaskChanged.of(snapshot.task(), after, CAUSE), new Audited(AuditFixture.granted()));
    }

    private static Decision<Task> submit(Task task) {
        return Decision.of(task, new TaskSubmitted(task, CAUSE), new RackGranted(task));
    }
}
