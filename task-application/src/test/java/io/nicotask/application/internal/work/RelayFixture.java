package io.nicotask.application.internal.work;

import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.RackActions;
import io.nicotask.application.contract.Attempts;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.Change.WorkflowCheckScheduled;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Cancellation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.task.Transition;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One site with its tasks and its engine, a relay and a reconciler. */
final class RelayFixture {

    static final WorkflowRunId RUN = new WorkflowRunId("run-1");

    /** After it a missing workflow is missing at the next check too. */
    static final Duration INTERVAL = WorkflowReconciler.NOT_FOUND_FOR;

    private static final ChangeCause TEST = ChangeCause.of(Actor.system("test"));

    final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    final InMemoryStorage store;
    final Ports ports;
    final DirectWrites writes;
    final Attempts attempts;
    final InMemoryWorkflowEngine engine = new InMemoryWorkflowEngine();
    final SiteId site = new SiteId(new UUID(0, 1));
    final TaskScope scope = new TaskScope(new ProviderId(new UUID(0, 2)), site);

    RelayFixture() {
        this(false);
    }

    RelayFixture(boolean engineForgets) {
        this(engineForgets, Stop.ATTENTION_AFTER);
    }

    /** A site whose unconfirmed stops need attention after that time. */
    RelayFixture(Duration attentionAfter) {
        this(false, attentionAfter);
    }

    private RelayFixture(boolean engineForgets, Duration attentionAfter) {
        store = new InMemoryStorage(clock, attentionAfter);
        ports = store.ports(new ProviderAdminPolicy(store.sites()), RackConflicts.SHARED_COMPONENTS);
        writes = DirectWrites.to(ports.storage());
        attempts = Attempts.in(ports.storage(), ports.leases());
        store.put(new OrgName("acme"), scope.provider());
        store.put(new Site(site, scope.provider(), true));
        engine.withSite(site, "default", engineForgets);
    }

    WorkDispatcher relay() {
        return Dispatchers.relay(ports, engine);
    }

    WorkDispatcher reconciler() {
        return Dispatchers.reconciler(ports, engine);
    }

    /** Stores a task with a rack of its own and a requested start. */
    TaskId submitted(int number) {
        return submitted(number, scope);
    }

    TaskId submittedWhereThereIsNoEngine(int number) {
        SiteId bare = new SiteId(new UUID(0, 4));
        store.put(new Site(bare, scope.provider(), true));
        return submitted(number, new TaskScope(scope.provider(), bare));
    }

    private TaskId submitted(int number, TaskScope scope) {
        TaskSpec spec =
                new TaskSpec(scope.site(), rack(number), Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
        Task task = Task.submitted(new TaskId(new UUID(1, number)), spec, clock.instant());
        writes.write(scope, rack(number), new TaskSubmitted(task, TEST), new RackGranted(task, Delivery.AT_ONCE));
        return task.id();
    }

    /** The rack of the task with that number. */
    static RackId rack(int number) {
        return new RackId(new UUID(2, number));
    }

    /** A task whose workflow is open in the engine, and due to be checked. */
    TaskId started(int number) {
        TaskId task = submitted(number);
        runDue(relay());
        doubt(task);
        return task;
    }

    /** Makes the check of the task's workflow due. */
    void doubt(TaskId task) {
        writes.write(scope, task(task).spec().rack(), new WorkflowCheckScheduled(task, Duration.ZERO));
    }

    /** A task whose workflow has passed the gate. */
    TaskId running(int number) {
        TaskId task = started(number);
        passGate(task);
        return task;
    }

    /** Lets the task's workflow pass the gate. */
    void passGate(TaskId task) {
        Transition.Applied begun = (Transition.Applied) task(task).start(RUN, clock.instant());
        writes.update(scope, new TaskChange(task(task), begun.task(), TEST));
    }

    /** Lets an operator resolve the task's stop. */
    void resolve(TaskId id) {
        writes.resolveStop(scope, task(id));
        RackActions.schedule(ports, scope, task(id).spec().rack());
    }

    void cancel(TaskId id) {
        Task task = task(id);
        Cancellation.Cancelled cancelled =
                (Cancellation.Cancelled) task.cancel(Actor.system("test"), null, clock.instant());
        writes.update(scope, new TaskChange(task, cancelled.task(), TEST));
    }

    /** Acquires a lease for an attempt of the task. */
    Lease acquireLease(TaskId id) {
        return attempts.acquire(scope, id, "stage-1");
    }

    boolean holds(TaskId id) {
        return occupancyOf(id).reservation(id).isPresent();
    }

    /** Whether an attempt of the task may be acting. */
    boolean isActing(TaskId id) {
        return occupancyOf(id).isActing(id);
    }

    private RackOccupancy occupancyOf(TaskId id) {
        return writes.occupancy(scope, task(id).spec().rack());
    }

    Task task(TaskId id) {
        return ports.tasks().find(scope, id).orElseThrow().task();
    }

    StopStatus stopOf(TaskId id) {
        return writes.stopOf(scope, id).orElseThrow().status();
    }

    /** Why the last delivery of the task's stop did not confirm it, or null. */
    @Nullable
    String lastCause(TaskId id) {
        return ports.stops().findUnconfirmed(scope, null, 100).stream()
                .filter(stop -> stop.task().equals(id))
                .findFirst()
                .orElseThrow()
                .delivery()
                .lastCause();
    }

    void runDue(WorkDispatcher dispatcher) {
        Dispatchers.runDue(dispatcher);
    }

    /** Checks the racks that are due. */
    void reconcileRacks() {
        runDue(Dispatchers.upkeep(ports, engine));
    }

    void reconcile(int times) {
        for (int check = 1; check <= times; check++) {
            reconcile(reconciler(), 1);
        }
    }

    /** Runs what is due, this many times at the interval of checks. */
    void reconcile(WorkDispatcher reconciler, int times) {
        for (int check = 1; check <= times; check++) {
            clock.tick(INTERVAL);
            runDue(reconciler);
        }
    }
}
