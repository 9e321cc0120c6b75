package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nicotask.application.port.Change;
import io.nicotask.application.port.Change.Audited;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.TaskList;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.UnfinishedSteps.Observation;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.WorkQueue.Slots;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Base of the contracts of all storage ports: a store with two providers, the first with two sites.
 *
 * <p>A final class runs a contract: it extends it and passes an empty store for each test, and the class under test.
 */
public abstract class StoreContract extends PortContract {

    public static final OrgName ORG = new OrgName("acme");
    public static final ProviderId PROVIDER = new ProviderId(new UUID(1, 1));
    public static final ProviderId OTHER_PROVIDER = new ProviderId(new UUID(1, 2));
    public static final SiteId SITE = new SiteId(new UUID(2, 1));
    public static final SiteId OTHER_SITE = new SiteId(new UUID(2, 2));
    public static final SiteId FOREIGN_SITE = new SiteId(new UUID(2, 3));
    public static final TaskScope SCOPE = new TaskScope(PROVIDER, SITE);
    public static final TaskScope OTHER_SITE_SCOPE = new TaskScope(PROVIDER, OTHER_SITE);
    public static final TaskScope FOREIGN_SCOPE = new TaskScope(OTHER_PROVIDER, FOREIGN_SITE);

    public static final RackId RACK = new RackId(new UUID(7, 7));
    public static final RackId OTHER_RACK = new RackId(new UUID(7, 8));

    /** A scope that no policy creates: the site of one provider with another provider. */
    public static final TaskScope MISMATCHED_SCOPE = new TaskScope(OTHER_PROVIDER, SITE);

    /** The time limit of {@link #insertStep}; longer than any contract waits unless the limit is its subject. */
    public static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    /** The namespace of workflows that {@link #deliverStart} starts. */
    protected static final String NAMESPACE = "site-namespace";

    /** More items than a contract writes, unless their number is its subject. */
    protected static final int MANY = 100;

    protected final StoreUnderTest store;
    protected final Attempts attempts;

    protected StoreContract(StoreUnderTest store) {
        this.store = calls.recorded(store);
        this.attempts = Attempts.in(this.store.storage(), this.store.leases());
        store.put(ORG, PROVIDER);
        store.put(new Site(SITE, PROVIDER, true));
        store.put(new Site(OTHER_SITE, PROVIDER, true));
        store.put(new Site(FOREIGN_SITE, OTHER_PROVIDER, true));
    }

    protected final Task stored(StoredTaskFixture fixture) {
        return fixture.insertInto(store, SCOPE);
    }

    /** Stores a task that holds its rack, in whatever state it is now. */
    protected final Task storedWithReservation(StoredTaskFixture fixture) {
        return fixture.insertWithReservation(store, SCOPE);
    }

    /** Acquires a lease for a part of the task's work. */
    protected final Lease acquireLease(Task task, String work) {
        return attempts.acquire(SCOPE, task.id(), work);
    }

    /** Stores a terminated task that holds its rack, with a delivered start, a requested stop and an unfinished step. */
    protected final Task endedWithUnfinishedStep(int number) {
        Task running = storedWithReservation(aRunningTask().number(number));
        deliverStart(running);
        insertStep(running, stepOf(running));
        return cancel(running);
    }

    /** Delivers the start of a task that was given its rack; the check of its workflow is due at once while it is open. */
    protected final void deliverStart(Task task) {
        store.writes().startWorkflow(SCOPE, task, claimed(task, Kind.START_WORKFLOW), NAMESPACE);
        if (!store.writes().find(SCOPE, task.id()).orElseThrow().status().isTerminal()) {
            scheduleCheck(task, Duration.ZERO);
        }
    }

    /** Schedules the check of the task's workflow; null if none is needed. */
    protected final void scheduleCheck(Task task, @Nullable Duration delay) {
        store.writes().write(SCOPE, task.spec().rack(), new WorkflowCheckScheduled(task.id(), delay));
    }

    /** Completes the start of an ended task, whose workflow was never started. */
    protected final void completeStart(Task task) {
        assertThat(store.queue().complete(claimed(task, Kind.START_WORKFLOW))).isTrue();
    }

    /** Delivers the stop of a task whose start is not in the queue: its workflow is closed. */
    protected final void closeWorkflow(Task task) {
        store.writes().closeWorkflow(SCOPE, task, claimed(task, Kind.STOP_WORKFLOW), Duration.ZERO);
    }

    /** Claims the start of the task's workflow, or its stop if the start is not in the queue; it is due. */
    protected final WorkItem claimed(Task task, Kind kind) {
        List<WorkItem> items = DueWork.of(store.queue(), task.id());
        assertThat(items).extracting(WorkItem::kind).containsExactly(kind);
        return items.getFirst();
    }

    /** Claims all due items of the lanes. */
    protected final List<WorkItem> claimDue(Lane... lanes) {
        return store.queue()
                .claimDue(Stream.of(lanes)
                        .map(lane -> new Slots(lane, MANY, MANY, Map.of()))
                        .toList());
    }

    /** Claims the only due item of the lanes. */
    protected final WorkItem onlyDue(Lane... lanes) {
        List<WorkItem> items = claimDue(lanes);
        assertThat(items).hasSize(1);
        return items.getFirst();
    }

    protected final void insertStep(Task task, StepKey step) {
        store.writes().beginStep(SCOPE, task, step, InterruptPolicy.RUN_TO_COMPLETION, TIME_LIMIT);
    }

    /** The step that {@link #endedWithUnfinishedStep} inserts. */
    protected static StepKey stepOf(Task task) {
        return new StepKey(task.id(), 1, ComponentType.COMPUTE);
    }

    /** Records that the step acts. */
    protected final void observeActing(Task task) {
        observe(task, new Observation(true, Map.of(), "2 of 2 components have not ended"));
    }

    /** Records that the status of these components of the step is unknown. */
    protected final void observeUnknown(Task task, Map<ComponentId, String> unknown) {
        observe(task, new Observation(false, unknown, null));
    }

    private void observe(Task task, Observation observation) {
        store.unfinishedSteps().recordObservation(SCOPE, stepOf(task), observation);
    }

    /** The reservations of the rack and the tasks that wait for it. */
    protected final RackOccupancy occupancy(TaskScope scope, RackId rack) {
        return store.writes().occupancy(scope, rack);
    }

    /** Compares what was read, not when. */
    static void assertSameTasks(RackOccupancy actual, RackOccupancy expected) {
        assertThat(actual.reservations()).isEqualTo(expected.reservations());
        assertThat(actual.waiting()).isEqualTo(expected.waiting());
    }

    protected final void release(Task task) {
        store.writes().release(SCOPE, task);
    }

    /** Cancels a stored task, which requests its stop unless it waits. */
    protected final Task cancel(Task task) {
        return cancel(task, Delivery.AT_ONCE);
    }

    /** Cancels a stored task, whose workflow is closed by that delivery. */
    protected final Task cancel(Task task, Delivery delivery) {
        Task after = StoredTaskFixture.cancelled(task);
        store.writes().update(SCOPE, new TaskChange(task, after, StoredTaskFixture.CAUSE), delivery);
        return after;
    }

    /** The open tasks, newest first. */
    protected final List<Task> openTasks() {
        return store.tasks()
                .page(SCOPE, new TaskList.Site(), true, 1, 100, TaskQueries.Reports.INCLUDED)
                .tasks();
    }

    /** Lets an operator resolve the task's stop. */
    protected final void resolve(Task task) {
        store.writes().resolveStop(SCOPE, task);
    }

    /**
     * Returns the exception that refuses a decision with these changes. Asserts that nothing of the decision was written,
     * as far as the audit trail shows, and that it was not made more often than {@link TaskStorage#ATTEMPTS} times.
     */
    protected final Throwable refusalOf(TaskScope scope, Change... changes) {
        int entries = store.auditEntries().size();
        AtomicInteger calls = new AtomicInteger();
        Decision<String> decision = Decision.of("refused", changes).after(List.of(new Audited(AuditFixture.granted())));

        Throwable refusal = catchThrowable(() -> store.storage().decideOnRack(scope, RACK, rack -> {
            calls.incrementAndGet();
            return decision;
        }));

        assertThat(refusal).isInstanceOf(RuntimeException.class);
        assertThat(calls.get()).isBetween(1, TaskStorage.ATTEMPTS);
        assertThat(store.auditEntries()).hasSize(entries);
        return refusal;
    }

    protected final void assertRefused(Change... changes) {
        assertThat(refusalOf(SCOPE, changes)).isNotInstanceOf(LeaseExpired.class);
    }

    protected final void assertUnchanged(Task task) {
        assertThat(store.writes().find(SCOPE, task.id())).contains(task);
    }
}
