package io.nicotask.application.contract;

import static io.nicotask.application.contract.Eventually.await;
import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.LateOutcome;
import io.nicotask.application.port.Change.LateOutcomeAdded;
import io.nicotask.application.port.Change.LeaseAcquired;
import io.nicotask.application.port.Change.LeaseReleased;
import io.nicotask.application.port.Change.RackCheckScheduled;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.RackReleased;
import io.nicotask.application.port.Change.StepBegun;
import io.nicotask.application.port.Change.StepEnded;
import io.nicotask.application.port.Change.StopAlerted;
import io.nicotask.application.port.Change.StopResolved;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Change.WorkCompleted;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.Change.WorkflowChecked;
import io.nicotask.application.port.Change.WorkflowClosed;
import io.nicotask.application.port.Change.WorkflowStarted;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskEvents.TaskEvent.StopChanged;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.port.WorkflowMonitor.MissingWorkflows;
import io.nicotask.application.port.WorkflowMonitor.MonitoredWorkflow;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The part of the contract of {@link TaskStorage} that is about decisions with many changes: all or nothing. */
public abstract class DecisionAtomicityContract extends StoreContract {

    private static final Duration DELAY = Duration.ofSeconds(3);

    private final TaskStorage storage;
    private final Task running = aRunningTask().number(1).build();
    private final Task acting = aRunningTask().number(2).build();
    private final Task released = aRunningTask().number(3).build();
    private final Task ended =
            aRunningTask().number(4).after(StoredTaskFixture::cancelled).build();
    private final Task added = aPendingTask().number(5).build();
    private final StepKey begun = new StepKey(running.id(), 2, ComponentType.CDU);
    private final LateOutcome late = new LateOutcome(ended.id(), RUN, "Succeeded", CHANGED);

    protected DecisionAtomicityContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        this.storage = calls.recorded(TaskStorage.class, implementation.cast(store.storage()));
    }

    @BeforeEach
    void tasks_hold_the_rack_and_one_of_them_has_ended() {
        storedWithReservation(aRunningTask().number(1));
        deliverStart(storedWithReservation(aRunningTask().number(2)));
        insertStep(acting, stepOf(acting));
        storedWithReservation(aRunningTask().number(3));
        endedWithUnfinishedStep(4);
    }

    @Test
    void a_decision_writes_all_its_changes() {
        List<Change> changes = changesOfEachKind();
        assertThat(changes).extracting(change -> (Object) change.getClass()).containsExactlyInAnyOrder((Object[])
                Change.class.getPermittedSubclasses());

        storage.decideOnRack(SCOPE, RACK, rack -> new Decision<>(rack, changes));

        assertAllIsWritten();
    }

    @Test
    void a_decision_whose_last_change_is_refused_writes_nothing() {
        List<Change> changes = changesOfEachKind();
        RackOccupancy before = occupancy(SCOPE, RACK);
        Change refused = new TaskSubmitted(aPendingTask().number(1).build(), CAUSE);

        assertThatThrownBy(() ->
                        storage.decideOnRack(SCOPE, RACK, rack -> new Decision<>(rack, changes).and(List.of(refused))))
                .isNotNull();

        assertSameTasks(occupancy(SCOPE, RACK), before);
        assertThat(store.tasks().find(SCOPE, added.id())).isEmpty();
        assertThat(store.tasks().history(SCOPE, running.id())).hasSize(2);
        assertThat(store.writes().stopOf(SCOPE, running.id())).isEmpty();
        assertThat(DueWork.of(store.queue(), added.id())).isEmpty();
        assertThat(claimDue(Lane.CHECK, Lane.UPKEEP)).isEmpty();
        assertThat(store.monitor().find(released.id())).isEmpty();
        assertThat(store.monitor().missingWorkflowsAt(SITE)).isEqualTo(new MissingWorkflows(0, 0, 0, 0, 1));
        assertThat(store.lateOutcomes()).isEmpty();
        assertThat(store.auditEntries()).isEmpty();
        storage.decideOnRack(SCOPE, RACK, rack -> new Decision<>(rack, changes));
        assertAllIsWritten();
    }

    @Test
    void a_decision_that_throws_writes_nothing() {
        IllegalArgumentException undecided = new IllegalArgumentException("undecided");
        RackOccupancy before = occupancy(SCOPE, RACK);

        assertThatThrownBy(() -> storage.decideOnRack(SCOPE, RACK, rack -> {
                    throw undecided;
                }))
                .isSameAs(undecided);
        assertThatThrownBy(() -> storage.decide(SCOPE, running.id(), task -> {
                    throw undecided;
                }))
                .isSameAs(undecided);

        assertSameTasks(occupancy(SCOPE, RACK), before);
    }

    private List<Change> changesOfEachKind() {
        WorkItem start = claimed(running, Kind.START_WORKFLOW);
        WorkItem check = onlyDue(Lane.CHECK);
        Lease former = acquireLease(acting, "stage-1");
        Lease next = storage.decide(SCOPE, running.id(), Decision::unchanged)
                .orElseThrow()
                .requireNextLease();
        return List.of(
                new TaskSubmitted(added, CAUSE),
                new RackGranted(added, Delivery.AT_ONCE),
                TaskChanged.of(running, cancelled(running), CAUSE),
                new LeaseAcquired(next, "stage-1", attempts.newProcess()),
                new StepBegun(begun, InterruptPolicy.INTERRUPTIBLE, next, TIME_LIMIT),
                new WorkCompleted(start),
                new LeaseReleased(former),
                new StepEnded(stepOf(acting), null),
                new WorkflowChecked(check, 1, DELAY),
                new RackReleased(released.id()),
                new WorkflowStarted(released.id(), NAMESPACE),
                new WorkflowClosed(ended.id(), Duration.ZERO),
                new WorkflowCheckScheduled(ended.id(), Duration.ZERO),
                new StopResolved(ended.id()),
                new StopAlerted(ended.id()),
                new LateOutcomeAdded(late),
                new RackCheckScheduled(RACK, Duration.ZERO),
                new Audited(AuditFixture.granted()));
    }

    private void assertAllIsWritten() {
        RackOccupancy rack = occupancy(SCOPE, RACK);
        Reservation ofCancelled = rack.reservation(running.id()).orElseThrow();
        Reservation ofActing = rack.reservation(acting.id()).orElseThrow();
        Reservation ofEnded = rack.reservation(ended.id()).orElseThrow();

        assertThat(rack.reservations())
                .extracting(Reservation::task)
                .containsExactlyInAnyOrder(cancelled(running), acting, ended, added);
        assertThat(ofCancelled.leased()).isTrue();
        assertThat(ofCancelled.unfinished()).containsExactly(begun);
        assertThat(ofCancelled.stop()).isNotNull();
        assertThat(ofActing.leased()).isFalse();
        assertThat(ofActing.unfinished()).isEmpty();
        assertThat(requireNonNull(ofEnded.stop()).instants().resolved()).isNotNull();
        assertThat(requireNonNull(ofEnded.stop()).instants().engineClosed()).isNotNull();
        assertThat(claimDue(Lane.DELIVERY))
                .extracting(WorkItem::task, WorkItem::kind)
                .contains(
                        tuple(running.id(), Kind.STOP_WORKFLOW),
                        tuple(added.id(), Kind.START_WORKFLOW),
                        tuple(ended.id(), Kind.STOP_WORKFLOW));
        assertThat(onlyDue(Lane.CHECK).task()).isEqualTo(ended.id());
        assertThat(onlyDue(Lane.UPKEEP).rack()).isEqualTo(RACK);
        assertThat(store.monitor().find(acting.id()))
                .contains(new MonitoredWorkflow(NAMESPACE, 1, Duration.ZERO, false));
        assertThat(store.monitor().find(released.id()))
                .contains(new MonitoredWorkflow(NAMESPACE, 0, Duration.ZERO, false));
        assertThat(store.lateOutcomes()).containsExactly(late);
        assertThat(store.auditEntries()).containsExactly(AuditFixture.granted());
        await().until(() -> store.events().after(0, Integer.MAX_VALUE).stream()
                .anyMatch(event -> event instanceof StopChanged stop
                        && stop.task().equals(ended.id())
                        && stop.status() == StopStatus.NEEDS_ATTENTION));
    }
}
