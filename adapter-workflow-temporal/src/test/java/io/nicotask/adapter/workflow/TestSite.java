package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.adapter.workflow.WorkflowModule.ForeignWorkflow;
import io.nicotask.adapter.workflow.WorkflowModule.Milestones;
import io.nicotask.adapter.workflow.WorkflowModule.Settings;
import io.nicotask.adapter.workflow.WorkflowModule.Work;
import io.nicotask.application.memory.InMemoryStore;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.Racks.Occupancy;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.WorkflowEngine.StartAnswer;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.application.rack.RackHandover;
import io.nicotask.application.relay.Relay;
import io.nicotask.application.relay.Sweep;
import io.nicotask.application.report.BeginForeignTask;
import io.nicotask.application.report.BeginTask;
import io.nicotask.application.report.FinishTask;
import io.nicotask.application.report.Heartbeat.Signal;
import io.nicotask.application.report.PerformStage;
import io.nicotask.application.report.PerformStageResult;
import io.nicotask.application.report.StandardOperationRules;
import io.nicotask.domain.access.ProviderId;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Cancellation.Cancelled;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RackQueue;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskRequest;
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
final class TestSite {

    /** The operation that is carried out by a workflow of others. */
    static final Operation FOREIGN = Operation.INGEST;

    private static final Cause TEST = Cause.of(Actor.system("test"));
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(6);

    final SiteId site = new SiteId(UUID.randomUUID());
    final ScriptedHardware hardware = new ScriptedHardware();
    final String queue = "queue-" + UUID.randomUUID();
    final String foreignQueue = "foreign-" + queue;

    private final TaskScope scope = new TaskScope(new ProviderId(UUID.randomUUID()), site);
    private final InMemoryStore store;
    private final Ports ports;
    private volatile Duration ahead = Duration.ZERO;

    TestSite() {
        store = new InMemoryStore(this::now);
        store.put(new Site(site, scope.provider(), true, true));
        ports = store.ports();
    }

    WorkflowModule moduleAt(String target) {
        Endpoint endpoint = new Endpoint(target, TestTemporal.NAMESPACE, queue, true);
        ForeignWorkflow foreign = new ForeignWorkflow(ForeignWorker.TYPE, foreignQueue);
        return new WorkflowModule(new Settings(Map.of(site, endpoint), Map.of(FOREIGN, foreign)), UUID::randomUUID);
    }

    /** A module whose worker runs the real use cases. */
    WorkflowModule workingAt(String target) {
        return workingAt(target, work());
    }

    WorkflowModule workingAt(String target, Work work) {
        WorkflowModule module = moduleAt(target);
        module.startWorkers(List.of(site), work);
        return module;
    }

    /** A module that takes the word of workflows of others, and runs none of ours. */
    WorkflowModule heedingAt(String target) {
        return heedingAt(target, foreignGate());
    }

    /** As above, with another gate. */
    WorkflowModule heedingAt(String target, BeginForeignTask gate) {
        WorkflowModule module = moduleAt(target);
        module.startMilestones(List.of(site), new Milestones(gate, FinishTask.using(ports)));
        return module;
    }

    /** The real gate of workflows of others. */
    BeginForeignTask foreignGate() {
        return BeginForeignTask.using(ports);
    }

    Work work() {
        StandardOperationRules rules = new StandardOperationRules();
        return new Work(
                BeginTask.using(ports, rules, hardware),
                PerformStage.using(ports, rules, hardware, () -> Duration.ofNanos(System.nanoTime())),
                FinishTask.using(ports));
    }

    /** The real use cases but for the gate. */
    Work workWith(BeginTask gate) {
        return new Work(gate, work().perform(), work().finish());
    }

    /** Stages that hear of no end: they go on under their lease until they are let go. */
    PerformStage deafStages(CountDownLatch letGo, AtomicInteger beats) {
        return (attempt, number, heartbeat) -> {
            Lease lease = ports.transactions().inTransaction(() -> {
                Task locked = ports.tasks().lock(scope, attempt.task()).orElseThrow();
                return ports.leases().take(scope, locked.id(), "deaf");
            });
            while (letGo.getCount() > 0) {
                Signal unused = heartbeat.beat();
                Renewal unusedToo = ports.leases().renew(lease);
                beats.incrementAndGet();
            }
            RackId rack = ports.tasks()
                    .find(scope, attempt.task())
                    .orElseThrow()
                    .request()
                    .rack();
            RackQueue left = ports.transactions().inTransaction(() -> {
                ports.leases().end(lease);
                return new RackHandover(ports).settle(scope, rack, null);
            });
            assertThat(left.holders()).isEmpty();
            return new PerformStageResult.Completed();
        };
    }

    /** The real use cases but for the work of a stage. */
    Work workWith(PerformStage stages) {
        return new Work(work().begin(), stages, work().finish());
    }

    Task aPendingTask() {
        return aPendingTask(Operation.POWER_ON);
    }

    /** A task that holds its rack, and whose start is asked for. */
    Task aPendingTask(Operation operation) {
        RackId rack = new RackId(UUID.randomUUID());
        TaskRequest request = new TaskRequest(site, rack, operation, Components.WHOLE_RACK, "worker test", null);
        Task task = Task.submitted(new TaskId(UUID.randomUUID()), request, now());
        return ports.transactions().inTransaction(() -> {
            ports.racks().lock(scope, rack);
            ports.tasks().add(scope, task, TEST);
            new RackHandover(ports).begin(scope, task);
            return task;
        });
    }

    /** Starts the workflow, patiently: a call is cut short when the machine is busy. */
    void start(WorkflowModule module, Task task) {
        await().ignoreException(WorkflowEngineUnavailable.class)
                .until(() -> switch (module.engine().start(task)) {
                    case StartAnswer.Started started -> true;
                    case StartAnswer.AlreadyStarted already -> true;
                    case StartAnswer.Refused refused -> false;
                });
    }

    /** Cancels the task in the store alone; the workflow is not told before the relay comes. */
    void cancel(Task task) {
        boolean cancelled = ports.transactions().inTransaction(() -> {
            Task before = ports.tasks().lock(scope, task.id()).orElseThrow();
            Cancelled after = (Cancelled) before.cancel(Actor.system("test"), null, now());
            ports.tasks().update(scope, new TaskChange(before, after.task(), TEST));
            ports.outbox().requestStop(scope, task.id(), Duration.ZERO);
            return true;
        });
        assertThat(cancelled).isTrue();
    }

    /** Lets the relay tell the engine what is asked for the task. */
    void relay(WorkflowModule module, Task task) {
        new Relay(ports, module.engine(), new Random()).deliver(task.id());
    }

    /** Lets the relay start the task's workflow, so that it comes under watch. */
    void relayStart(WorkflowModule module, Task task) {
        await().until(() -> {
            relay(module, task);
            return !store.watch().claimDue(1, Duration.ZERO).isEmpty();
        });
    }

    /** Lets the sweep look at all workflows once. */
    void sweep(WorkflowModule module) {
        ahead = ahead.plus(UNTIL_NEXT_LOOK);
        new Sweep(ports, store.watch(), module.engine()).claimDue(100).forEach(Runnable::run);
    }

    Task taskNow(Task task) {
        return ports.tasks().find(scope, task.id()).orElseThrow();
    }

    Stop.State stopOf(Task task) {
        return ports.outbox().stopOf(scope, task.id()).orElseThrow().state();
    }

    /** Who holds the task's rack. */
    Occupancy rackOf(Task task) {
        return ports.transactions()
                .inTransaction(() -> ports.racks().lock(scope, task.request().rack()));
    }

    /** What came too late. */
    List<String> lateWords() {
        return store.lateWords().stream().map(late -> late.told()).toList();
    }

    private Instant now() {
        return InstantSource.system().instant().plus(ahead);
    }
}
