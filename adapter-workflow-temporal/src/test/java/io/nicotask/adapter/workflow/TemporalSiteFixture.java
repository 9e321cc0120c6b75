package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.adapter.workflow.WorkflowModule.ExternalWorkflow;
import io.nicotask.adapter.workflow.WorkflowModule.ExternalWorkflowUseCases;
import io.nicotask.adapter.workflow.WorkflowModule.RackOperationUseCases;
import io.nicotask.adapter.workflow.WorkflowModule.Settings;
import io.nicotask.application.internal.RackScheduler;
import io.nicotask.application.internal.work.OutboxRelay;
import io.nicotask.application.internal.work.WorkflowReconciler;
import io.nicotask.application.memory.InMemoryStore;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.RackReservations.RackOccupancy;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.StopStatus;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.worker.BeginExternalTask;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.ExecuteStageResult;
import io.nicotask.application.worker.FinishTask;
import io.nicotask.application.worker.Heartbeat.Signal;
import io.nicotask.application.worker.StandardOperationRules;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskSpec;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ProviderId;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A site with its store, its hardware and the real use cases, on a queue of its own. */
final class TemporalSiteFixture {

    /** The operation that is carried out by a workflow of others. */
    static final Operation EXTERNAL_OPERATION = Operation.INGEST;

    private static final ChangeCause TEST = ChangeCause.of(Actor.system("test"));
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(6);

    final SiteId site = new SiteId(UUID.randomUUID());
    final ScriptedHardware hardware = new ScriptedHardware();
    final String queue = "queue-" + UUID.randomUUID();
    final String externalQueue = "foreign-" + queue;

    private final TaskScope scope = new TaskScope(new ProviderId(UUID.randomUUID()), site);
    private final InMemoryStore store;
    private final Ports ports;
    private volatile Duration ahead = Duration.ZERO;

    TemporalSiteFixture() {
        store = new InMemoryStore(this::now);
        store.put(new Site(site, scope.provider(), true, true));
        ports = store.ports();
    }

    WorkflowModule moduleAt(String target) {
        Endpoint endpoint = new Endpoint(target, TestTemporal.NAMESPACE, queue, true);
        ExternalWorkflow foreign = new ExternalWorkflow(ExternalWorker.TYPE, externalQueue);
        return new WorkflowModule(
                new Settings(Map.of(site, endpoint), Map.of(EXTERNAL_OPERATION, foreign)), UUID::randomUUID);
    }

    /** A module whose worker runs the real use cases. */
    WorkflowModule workingAt(String target) {
        return workingAt(target, work());
    }

    WorkflowModule workingAt(String target, RackOperationUseCases rackOperationUseCases) {
        WorkflowModule module = moduleAt(target);
        module.startWorkers(List.of(site), rackOperationUseCases);
        return module;
    }

    /** A module that takes the word of workflows of others, and runs none of ours. */
    WorkflowModule receivingStatusAt(String target) {
        return receivingStatusAt(target, externalStartGate());
    }

    /** As above, with another gate. */
    WorkflowModule receivingStatusAt(String target, BeginExternalTask gate) {
        WorkflowModule module = moduleAt(target);
        module.startStatusReportWorkers(List.of(site), new ExternalWorkflowUseCases(gate, FinishTask.using(ports)));
        return module;
    }

    /** The real gate of workflows of others. */
    BeginExternalTask externalStartGate() {
        return BeginExternalTask.using(ports);
    }

    RackOperationUseCases work() {
        StandardOperationRules rules = new StandardOperationRules();
        return new RackOperationUseCases(
                BeginTask.using(ports, rules, hardware),
                ExecuteStage.using(ports, rules, hardware, () -> Duration.ofNanos(System.nanoTime())),
                FinishTask.using(ports));
    }

    /** The real use cases but for the gate. */
    RackOperationUseCases workWith(BeginTask gate) {
        return new RackOperationUseCases(gate, work().execute(), work().finish());
    }

    /** Stages that hear of no end: they go on under their lease until they are let go. */
    ExecuteStage unresponsiveStages(CountDownLatch letGo, AtomicInteger beats) {
        return (attempt, number, heartbeat) -> {
            Lease lease = ports.transactions().inTransaction(() -> {
                Task locked = ports.tasks().lock(scope, attempt.task()).orElseThrow();
                return ports.leases().acquireLease(scope, locked.id(), "deaf");
            });
            while (letGo.getCount() > 0) {
                Signal unused = heartbeat.beat();
                Renewal unusedToo = ports.leases().renew(lease);
                beats.incrementAndGet();
            }
            RackId rack = ports.tasks()
                    .find(scope, attempt.task())
                    .orElseThrow()
                    .spec()
                    .rack();
            RackQueue left = ports.transactions().inTransaction(() -> {
                ports.leases().releaseLease(lease);
                return new RackScheduler(ports).reschedule(scope, rack, null);
            });
            assertThat(left.holders()).isEmpty();
            return new ExecuteStageResult.Completed();
        };
    }

    /** The real use cases but for the work of a stage. */
    RackOperationUseCases workWith(ExecuteStage stages) {
        return new RackOperationUseCases(work().begin(), stages, work().finish());
    }

    Task aPendingTask() {
        return aPendingTask(Operation.POWER_ON);
    }

    /** A task that holds its rack, and whose start is asked for. */
    Task aPendingTask(Operation operation) {
        RackId rack = new RackId(UUID.randomUUID());
        TaskSpec spec = new TaskSpec(site, rack, operation, ComponentSelection.WHOLE_RACK, "worker test", null);
        Task task = Task.submitted(new TaskId(UUID.randomUUID()), spec, now());
        return ports.transactions().inTransaction(() -> {
            ports.racks().lock(scope, rack);
            ports.tasks().insertTask(scope, task, TEST);
            new RackScheduler(ports).grantAndStart(scope, task);
            return task;
        });
    }

    /** Starts the workflow, patiently: a call is cut short when the machine is busy. */
    void start(WorkflowModule module, Task task) {
        await().ignoreException(WorkflowEngineUnavailable.class)
                .until(() -> switch (module.engine().start(task)) {
                    case StartResult.Started started -> true;
                    case StartResult.AlreadyStarted already -> true;
                    case StartResult.Refused refused -> false;
                });
    }

    /** Cancels the task in the store alone; the workflow is not told before the relay comes. */
    void cancel(Task task) {
        boolean cancelled = ports.transactions().inTransaction(() -> {
            Task before = ports.tasks().lock(scope, task.id()).orElseThrow();
            Cancelled after = (Cancelled) before.cancel(Actor.system("test"), null, now());
            ports.tasks().update(scope, new TaskChange(before, after.task(), TEST));
            ports.outbox().enqueueStop(scope, task.id(), Duration.ZERO);
            return true;
        });
        assertThat(cancelled).isTrue();
    }

    /** Lets the relay tell the engine what is asked for the task. */
    void relay(WorkflowModule module, Task task) {
        new OutboxRelay(ports, module.engine(), new Random()).deliver(task.id());
    }

    /** Lets the relay start the task's workflow, so that it comes under watch. */
    void relayStart(WorkflowModule module, Task task) {
        await().until(() -> {
            relay(module, task);
            return !store.workflowMonitor().claimDue(1, Duration.ZERO).isEmpty();
        });
    }

    /** Lets the sweep look at all workflows once. */
    void reconcile(WorkflowModule module) {
        ahead = ahead.plus(UNTIL_NEXT_LOOK);
        new WorkflowReconciler(ports, store.workflowMonitor(), module.engine())
                .claimDue(100)
                .forEach(Runnable::run);
    }

    Task reload(Task task) {
        return ports.tasks().find(scope, task.id()).orElseThrow();
    }

    StopStatus.State stopOf(Task task) {
        return ports.outbox().stopOf(scope, task.id()).orElseThrow().state();
    }

    /** Who holds the task's rack. */
    RackOccupancy rackOf(Task task) {
        return ports.transactions()
                .inTransaction(() -> ports.racks().lock(scope, task.spec().rack()));
    }

    /** What came too late. */
    List<String> lateOutcomes() {
        return store.lateOutcomes().stream().map(late -> late.result()).toList();
    }

    private Instant now() {
        return InstantSource.system().instant().plus(ahead);
    }
}
