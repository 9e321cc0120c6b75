package io.nicotask.application.internal.work;

import io.nicotask.application.RackActions;
import io.nicotask.application.memory.InMemoryStore;
import io.nicotask.application.memory.InMemoryWorkflowEngine;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackReservations.DueRack;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskChange;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
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
import java.util.Random;
import java.util.UUID;

/** One site with its tasks and its engine, a relay and a reconciler. */
final class RelayFixture {

    static final WorkflowRunId RUN = new WorkflowRunId("run-1");

    private static final ChangeCause TEST = ChangeCause.of(Actor.system("test"));

    final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    final InMemoryStore store;
    final Ports ports;
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
        store = new InMemoryStore(clock, attentionAfter);
        ports = store.ports();
        store.put(new OrgName("acme"), scope.provider());
        store.put(new Site(site, scope.provider(), true, true));
        engine.withSite(site, "default", engineForgets);
    }

    OutboxRelay relay() {
        return new OutboxRelay(ports, engine, new Random(1));
    }

    WorkflowReconciler reconciler() {
        return new WorkflowReconciler(ports, store.workflowMonitor(), engine);
    }

    /** Stores a task with a rack of its own and a requested start. */
    TaskId submitted(int number) {
        return submitted(number, scope);
    }

    TaskId submittedWhereThereIsNoEngine(int number) {
        SiteId bare = new SiteId(new UUID(0, 4));
        store.put(new Site(bare, scope.provider(), true, true));
        return submitted(number, new TaskScope(scope.provider(), bare));
    }

    private TaskId submitted(int number, TaskScope scope) {
        TaskSpec spec =
                new TaskSpec(scope.site(), rack(number), Operation.POWER_ON, ComponentSelection.WHOLE_RACK, "", null);
        Task task = Task.submitted(new TaskId(new UUID(1, number)), spec, clock.instant());
        return ports.transactions().inTransaction(() -> {
            ports.racks().lock(scope, rack(number));
            ports.tasks().insertTask(scope, task, TEST);
            ports.racks().grant(scope, task);
            ports.outbox().enqueueStart(scope, task.id());
            return task.id();
        });
    }

    /** The rack of the task with that number. */
    static RackId rack(int number) {
        return new RackId(new UUID(2, number));
    }

    /** A task whose workflow is open in the engine. */
    TaskId started(int number) {
        TaskId task = submitted(number);
        relay().deliver(task);
        return task;
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
        ports.tasks().update(scope, new TaskChange(task(task), begun.task(), TEST));
    }

    /** Lets an operator resolve the task's stop. */
    void resolve(TaskId id) {
        RackId rack = task(id).spec().rack();
        ports.transactions().inTransaction(() -> {
            ports.racks().lock(scope, rack);
            ports.outbox().resolveStop(scope, id);
            return RackActions.schedule(ports, scope, rack);
        });
    }

    void cancel(TaskId id) {
        Task task = task(id);
        Cancellation.Cancelled cancelled =
                (Cancellation.Cancelled) task.cancel(Actor.system("test"), null, clock.instant());
        ports.tasks().update(scope, new TaskChange(task, cancelled.task(), TEST));
        ports.outbox().enqueueStop(scope, id, Duration.ZERO);
    }

    /** Acquires a lease for an attempt of the task. */
    Lease acquireLease(TaskId id) {
        return ports.transactions().inTransaction(() -> {
            Task locked = ports.tasks().lock(scope, id).orElseThrow();
            return RackActions.acquireLease(ports.leases(), scope, locked.id(), "stage-1");
        });
    }

    /** Makes the check of the rack due now. */
    void scheduleCheck(DueRack rack) {
        TaskScope at = new TaskScope(scope.provider(), rack.site());
        ports.transactions().inTransaction(() -> {
            ports.racks().lock(at, rack.rack());
            ports.racks().scheduleCheck(at, rack.rack(), Duration.ZERO);
            return rack;
        });
    }

    boolean holds(TaskId id) {
        RackId rack = task(id).spec().rack();
        return ports.transactions().inTransaction(() -> ports.racks().lock(scope, rack)).reservations().stream()
                .anyMatch(holder -> holder.task().id().equals(id));
    }

    /** Whether an attempt of the task may be acting. */
    boolean isActing(TaskId id) {
        RackId rack = task(id).spec().rack();
        return ports.transactions()
                .inTransaction(() -> ports.racks().lock(scope, rack))
                .isActing(id);
    }

    Task task(TaskId id) {
        return ports.tasks().find(scope, id).orElseThrow();
    }

    StopStatus stopOf(TaskId id) {
        return ports.outbox().stopOf(scope, id).orElseThrow().stop().status();
    }

    void runDue(OutboxRelay relay) {
        relay.claimDue(100).forEach(Runnable::run);
    }

    void runDue(WorkflowReconciler reconciler) {
        reconciler.claimDue(100).forEach(Runnable::run);
    }

    void reconcile(int times) {
        for (int check = 1; check <= times; check++) {
            reconcile(reconciler(), 1);
        }
    }

    /** Runs what is due, this many times at the interval of checks. */
    void reconcile(WorkflowReconciler reconciler, int times) {
        for (int check = 1; check <= times; check++) {
            clock.tick(WorkflowReconciler.INTERVAL);
            runDue(reconciler);
        }
    }
}
