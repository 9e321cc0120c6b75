package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTask;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.LeaseAcquired;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RequestContext.IdempotencyKey;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of the contract of {@link TaskStorage} that is about changes that are refused. */
public abstract class DecisionGuardsContract extends StoreContract {

    protected DecisionGuardsContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        assertThat(store.storage()).isInstanceOf(implementation);
    }

    @Test
    void a_change_of_an_older_version_is_not_written() {
        Task before = aRunningTask().build();
        Task reported = stored(aRunningTask().reporting(ReportFixtures.ofEveryKind()));

        assertRefused(TaskChanged.of(before, cancelled(before), CAUSE));

        assertUnchanged(reported);
        assertThat(store.tasks().history(SCOPE, reported.id())).hasSize(2);
        assertThat(store.writes().stopOf(SCOPE, reported.id())).isEmpty();
    }

    @Test
    void a_change_of_another_state_with_the_same_version_is_not_written() {
        Task terminated = stored(aPendingTask().after(StoredTaskFixture::cancelled));
        Task running = aRunningTask().build();
        assertThat(running.revision().version()).isEqualTo(terminated.revision().version());

        assertRefused(TaskChanged.of(running, applied(running.succeed(RUN, CHANGED)), CAUSE));

        assertUnchanged(terminated);
    }

    @Test
    void a_change_of_an_unknown_task_is_not_written() {
        Task task = aPendingTask().build();

        assertRefused(TaskChanged.of(task, cancelled(task), CAUSE));

        assertThat(store.tasks().find(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_decision_changes_a_task_at_most_once() {
        Task task = stored(aRunningTask());
        TaskChanged change = TaskChanged.of(task, applied(task.succeed(RUN, CHANGED)), CAUSE);

        assertRefused(change, TaskChanged.of(task, cancelled(task), CAUSE));
        assertRefused(change, change);

        assertUnchanged(task);
        assertThat(store.tasks().history(SCOPE, task.id())).hasSize(2);
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void a_change_follows_the_transition_table(TaskStatus from, TaskStatus to) {
        boolean legal = from == to ? !from.isTerminal() : from.successors().contains(to);
        Task before = stored(aTask(from));
        Task after = movedTo(before, to);
        TaskChanged change = TaskChanged.of(before, after, CAUSE);

        if (legal) {
            store.writes().write(SCOPE, RACK, change);
            assertUnchanged(after);
        } else {
            assertThat(refusalOf(SCOPE, change)).isNotInstanceOfAny(StoreUnavailable.class, LeaseExpired.class);
            assertUnchanged(before);
        }
    }

    static Stream<Arguments> everyPair() {
        return Arrays.stream(TaskStatus.values())
                .flatMap(from -> Arrays.stream(TaskStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @Test
    void a_task_is_submitted_at_most_once() {
        Task task = stored(aRunningTask());
        Task twice = aPendingTask().number(2).build();

        assertRefused(new TaskSubmitted(aPendingTask().build(), CAUSE));
        assertRefused(new TaskSubmitted(twice, CAUSE), new TaskSubmitted(twice, CAUSE));

        assertUnchanged(task);
        assertThat(store.tasks().history(SCOPE, task.id())).hasSize(2);
        assertThat(store.tasks().find(SCOPE, twice.id())).isEmpty();
    }

    @Test
    void a_task_of_another_site_than_the_scope_is_not_submitted() {
        Task task = aPendingTask().build();

        assertThat(refusalOf(OTHER_SITE_SCOPE, new TaskSubmitted(task, CAUSE))).isNotNull();

        assertThat(store.tasks().find(SCOPE, task.id())).isEmpty();
        assertThat(store.tasks().find(OTHER_SITE_SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_task_is_not_submitted_in_a_scope_that_does_not_exist() {
        SiteId nowhere = new SiteId(new UUID(2, 404));
        TaskSubmitted lost = new TaskSubmitted(aPendingTask().at(nowhere).build(), CAUSE);
        TaskSubmitted stolen = new TaskSubmitted(aPendingTask().build(), CAUSE);

        assertThat(refusalOf(new TaskScope(PROVIDER, nowhere), lost)).isNotNull();
        assertThat(refusalOf(MISMATCHED_SCOPE, stolen)).isNotNull();

        assertThat(store.tasks().find(SCOPE, stolen.task().id())).isEmpty();
    }

    @Test
    void a_task_that_holds_no_rack_acquires_no_lease() {
        Task never = stored(aRunningTask().number(1));
        Task noMore = storedWithReservation(aRunningTask().number(2));
        release(noMore);

        for (TaskId task : List.of(never.id(), noMore.id(), new TaskId(new UUID(0, 404)))) {
            assertRefused(new LeaseAcquired(new Lease(task, 1, new FencingToken(2)), "stage-1", attempts.newProcess()));
        }
    }

    @Test
    void an_attempt_of_a_process_whose_lease_has_expired_acquires_none() {
        Task task = storedWithReservation(aRunningTask());
        ProcessId paused = attempts.newProcess();
        store.elapse(RackLeases.DURATION);
        Lease next = store.storage()
                .decide(SCOPE, task.id(), Decision::unchanged)
                .orElseThrow()
                .requireNextLease();

        for (ProcessId process : List.of(paused, new ProcessId(new UUID(0, 404)))) {
            assertThat(refusalOf(SCOPE, new LeaseAcquired(next, "stage-1", process)))
                    .isInstanceOf(LeaseExpired.class);
        }
        assertThat(occupancy(SCOPE, RACK).isActing(task.id())).isFalse();
    }

    @Test
    void work_is_not_completed_under_an_expired_or_superseded_claim() {
        Task task = storedWithReservation(aPendingTask());
        WorkItem late = claimed(task, Kind.START_WORKFLOW);
        store.elapse(WorkQueue.CLAIM);

        assertExpired(task, new WorkCompleted(late));
        WorkItem next = claimed(task, Kind.START_WORKFLOW);
        assertExpired(task, new WorkCompleted(late));

        assertThat(store.queue().complete(next)).isTrue();
    }

    @Test
    void work_is_not_completed_twice() {
        Task task = storedWithReservation(aPendingTask());
        WorkCompleted completion = new WorkCompleted(claimed(task, Kind.START_WORKFLOW));
        store.writes().write(SCOPE, RACK, completion);

        assertExpired(task, completion);
    }

    @Test
    void no_result_of_a_check_is_written_under_an_expired_or_superseded_claim() {
        Task task = storedWithReservation(aPendingTask());
        deliverStart(task);
        WorkItem late = onlyDue(Lane.CHECK);
        store.elapse(WorkQueue.CLAIM);

        assertExpired(task, checked(late));
        WorkItem next = onlyDue(Lane.CHECK);
        assertExpired(task, checked(late));

        assertThat(store.monitor().find(task.id())).contains(new MonitoredWorkflow(NAMESPACE, 0, Duration.ZERO, false));
        assertThat(claimDue(Lane.CHECK)).isEmpty();
        store.writes().write(SCOPE, RACK, checked(next));
        assertExpired(task, checked(next));
    }

    @Test
    void no_result_of_a_check_is_written_after_the_task_has_ended() {
        Task task = storedWithReservation(aPendingTask());
        deliverStart(task);
        WorkItem check = onlyDue(Lane.CHECK);

        cancel(task);

        assertThat(refusalOf(SCOPE, checked(check))).isInstanceOf(LeaseExpired.class);
        assertThat(refusalOf(SCOPE, new WorkCompleted(check))).isInstanceOf(LeaseExpired.class);
    }

    @Test
    void every_decision_under_an_expired_claim_is_refused() {
        Task task = storedWithReservation(aPendingTask());
        Change late = new WorkCompleted(claimed(task, Kind.START_WORKFLOW));
        IdempotencyKey key = new IdempotencyKey(ORG, "key-1", "power on the rack");
        TaskStorage storage = store.storage();
        store.elapse(WorkQueue.CLAIM);

        List<ThrowingCallable> decisions = List.of(
                () -> assertThat(storage.decide(SCOPE, task.id(), snapshot -> Decision.of(1, late)))
                        .isEmpty(),
                () -> storage.decideOnRack(SCOPE, RACK, rack -> Decision.of(1, late)),
                () -> storage.decideOnMissing(SCOPE, RACK, missing -> Decision.of(1, late)),
                () -> assertThat(storage.decideOnce(SCOPE, RACK, key, rack -> Decision.of(1, late)))
                        .isNull(),
                () -> storage.write(SCOPE, List.of(late)));

        assertThat(decisions)
                .allSatisfy(decision -> assertThatThrownBy(decision).isInstanceOf(LeaseExpired.class));
        assertThat(claimed(task, Kind.START_WORKFLOW).claimNumber()).isEqualTo(2);
    }

    private void assertExpired(Task task, Change result) {
        Throwable refusal = refusalOf(SCOPE, TaskChanged.of(task, cancelled(task), CAUSE), result);

        assertThat(refusal).isInstanceOf(LeaseExpired.class);
        assertUnchanged(task);
        assertThat(store.writes().stopOf(SCOPE, task.id())).isEmpty();
    }

    private static WorkflowChecked checked(WorkItem check) {
        return new WorkflowChecked(check, 7, Duration.ZERO);
    }

    /** The next version of the task with that status, whether or not the domain allows it. */
    private static Task movedTo(Task before, TaskStatus status) {
        Task other = aTask(status).build();
        Revision next = new Revision(
                before.revision().created(), CHANGED, before.revision().version() + 1);
        return Task.rehydrated(before.id(), before.spec(), other.state(), other.message(), before.report(), next);
    }
}
