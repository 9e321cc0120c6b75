package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.adapter.workflow.TemporalEngine.ExternalWorkflow;
import io.nicotask.application.InMemoryStorage;
import io.nicotask.application.RackActions;
import io.nicotask.application.contract.Attempts;
import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.internal.work.Dispatchers;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.SiteDirectory.Site;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.application.port.TaskStorage.RackOccupancy;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.ExecuteStage.Heartbeat.Signal;
import io.nicotask.application.worker.ExternalWorkflowUseCases;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.rack.RackQueue.RackConflicts;
import io.nicotask.domain.stop.StopStatus;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A site with an in-memory store, scripted hardware and the real use cases, on a task queue of its own. */
final class TemporalSiteFixture {

    /** The operation that an external workflow carries out. */
    static final Operation EXTERNAL_OPERATION = Operation.INGEST;

    private static final ChangeCause TEST = ChangeCause.of(Actor.system("test"));
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(6);

    final SiteId site = new SiteId(UUID.randomUUID());
    final ScriptedHardware hardware = new ScriptedHardware();
    final String queue = "queue-" + UUID.randomUUID();
    final String externalQueue = "external-" + queue;

    private final TaskScope scope = new TaskScope(new ProviderId(UUID.randomUUID()), site);
    private final InMemoryStorage store = new InMemoryStorage(this::now);
    private final Ports ports = store.ports(new ProviderAdminPolicy(store.sites()), RackConflicts.SHARED_COMPONENTS);
    private final DirectWrites writes = DirectWrites.to(ports.storage());
    private final Attempts attempts = Attempts.in(ports.storage(), ports.leases());
    private final RackOperationUseCases useCases = RackOperationUseCases.using(
            ports, OperationRules.standard(), hardware, () -> Duration.ofNanos(System.nanoTime()), UUID::randomUUID);
    private volatile Duration clockOffset = Duration.ZERO;

    TemporalSiteFixture() {
        store.put(new Site(site, scope.provider(), true));
    }

    TemporalEngine moduleAt(String target) {
        return moduleAt(target, Duration.ZERO);
    }

    /** Returns a module; the activities of its external workflows may act for that time after they have closed. */
    TemporalEngine moduleAt(String target, Duration actsFor) {
        return moduleOver(TemporalEngine.at(target).losingWorkflowsAtRestart(), actsFor);
    }

    /** Returns a module that reaches Temporal by the connection. */
    TemporalEngine moduleOver(TemporalConnection connection, Duration actsFor) {
        return connection
                .site(site, queue)
                .externalWorkflow(EXTERNAL_OPERATION, new ExternalWorkflow(ExternalWorker.TYPE, externalQueue, actsFor))
                .build();
    }

    /** Returns a module whose worker calls the real use cases. */
    TemporalEngine moduleWithWorkerAt(String target) {
        return moduleWithWorkerAt(target, useCases());
    }

    TemporalEngine moduleWithWorkerAt(String target, RackOperationUseCases rackOperationUseCases) {
        TemporalEngine module = moduleAt(target);
        module.startWorkers(List.of(site), rackOperationUseCases);
        return module;
    }

    /** Returns a module that receives the reports of external workflows and does not run the built-in one. */
    TemporalEngine moduleWithReportWorkerAt(String target) {
        return moduleWithReportWorkerAt(target, externalStartGate());
    }

    /** Does the same with another start gate. */
    TemporalEngine moduleWithReportWorkerAt(String target, BeginTask gate) {
        TemporalEngine module = moduleAt(target);
        ExternalWorkflowUseCases real = externalUseCases();
        module.startStatusReportWorkers(
                List.of(site), new ExternalWorkflowUseCases(gate, real.progress(), real.finish(), real.stopped()));
        return module;
    }

    /** Returns the real start gate of external workflows. */
    BeginTask externalStartGate() {
        return externalUseCases().begin();
    }

    ExternalWorkflowUseCases externalUseCases() {
        return ExternalWorkflowUseCases.using(ports);
    }

    RackOperationUseCases useCases() {
        return useCases;
    }

    /** Returns the real use cases with another start gate. */
    RackOperationUseCases useCasesWith(BeginTask gate) {
        return new RackOperationUseCases(
                gate, useCases.execute(), useCases.finish(), useCases.observe(), useCases.renewLease());
    }

    /** Returns stages that ignore every signal: they continue under their lease until the latch is released. */
    ExecuteStage unresponsiveStages(CountDownLatch release, AtomicInteger beats) {
        return (workflowRun, stage, heartbeat) -> {
            Lease acquired = attempts.acquire(scope, workflowRun.task(), "unresponsive");
            while (release.getCount() > 0) {
                Signal unused = heartbeat.beat();
                AttemptRenewal unusedToo = attempts.renew(acquired);
                beats.incrementAndGet();
            }
            RackId rack =
                    writes.find(scope, workflowRun.task()).orElseThrow().spec().rack();
            writes.releaseLease(scope, rack, acquired);
            assertThat(RackActions.schedule(ports, scope, rack).holders()).isEmpty();
            return new ExecuteStage.Result.Completed();
        };
    }

    /** Returns the real use cases with another execution of stages. */
    RackOperationUseCases useCasesWith(ExecuteStage stages) {
        return new RackOperationUseCases(
                useCases.begin(), stages, useCases.finish(), useCases.observe(), useCases.renewLease());
    }

    Task aPendingTask() {
        return aPendingTask(Operation.POWER_ON);
    }

    /** Stores a task that holds its rack and whose start is in the work queue. */
    Task aPendingTask(Operation operation) {
        RackId rack = new RackId(UUID.randomUUID());
        TaskSpec spec = new TaskSpec(site, rack, operation, ComponentSelection.WHOLE_RACK, "worker test", null);
        Task task = Task.submitted(new TaskId(UUID.randomUUID()), spec, now());
        writes.write(scope, rack, new TaskSubmitted(task, TEST), new RackGranted(task, Delivery.AT_ONCE));
        return task;
    }

    /** Starts the workflow; retries, since a call may time out on a busy machine. */
    void start(TemporalEngine module, Task task) {
        await().ignoreException(WorkflowEngineUnavailable.class).until(() -> switch (module.start(task)) {
            case StartResult.Started started -> true;
            case StartResult.AlreadyStarted already -> true;
            case StartResult.Refused refused -> false;
        });
    }

    /** Cancels the task in the store only; the workflow goes on until the relay stops it. */
    void cancel(Task task) {
        Optional<Task> cancelled = ports.storage().decide(scope, task.id(), snapshot -> {
            Task before = snapshot.task();
            Task after = ((Cancelled) before.cancel(Actor.system("test"), null, now())).task();
            return Decision.of(after, TaskChanged.of(before, after, TEST));
        });
        assertThat(cancelled).isPresent();
    }

    /** Runs the relay once for the task. */
    void relay(TemporalEngine module, Task task) {
        Dispatchers.deliver(
                Dispatchers.relay(ports, module),
                ports.tasks().find(scope, task.id()).orElseThrow().task());
    }

    /** Lets the relay start the task's workflow, so that it is monitored. */
    void relayStart(TemporalEngine module, Task task) {
        await().until(() -> {
            relay(module, task);
            return ports.monitor().find(task.id()).isPresent();
        });
    }

    /** Lets the reconciler check all workflows once. */
    void reconcile(TemporalEngine module) {
        reconcileAfter(CHECK_INTERVAL, module);
    }

    /** Does the same a while later: the workflow of a task that no run has begun is checked seldom. */
    void reconcileAfter(Duration delay, TemporalEngine module) {
        clockOffset = clockOffset.plus(delay);
        Dispatchers.reconciler(ports, module).claimDue(100).forEach(Runnable::run);
    }

    Task reload(Task task) {
        return writes.find(scope, task.id()).orElseThrow();
    }

    StopStatus stopOf(Task task) {
        return writes.stopOf(scope, task.id()).orElseThrow().status();
    }

    /** Returns the occupancy of the task's rack. */
    RackOccupancy rackOf(Task task) {
        return writes.occupancy(scope, task.spec().rack());
    }

    /** Returns the outcomes that arrived after the end of their task. */
    List<String> lateOutcomes() {
        return store.lateOutcomes().stream().map(late -> late.result()).toList();
    }

    private Instant now() {
        return InstantSource.system().instant().plus(clockOffset);
    }
}
