package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.CALLER;
import static io.nicotask.application.SiteFixture.ORG;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.INTERRUPTIBLE;
import static io.nicotask.domain.operation.OperationRule.InterruptPolicy.RUN_TO_COMPLETION;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.value.ComponentType.CDU;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.memory.InMemoryOperationRules;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule;
import io.nicotask.domain.operation.OperationRule.Step;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RuleId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A task that has begun, its hardware, and the use cases of its worker. */
final class WorkerFixture {

    /** Shelves and trays beside a type that the rack does not have; then switches, which run to completion. */
    static final OperationRule RULE = new OperationRule(
            new RuleId(new UUID(8, 1)),
            Operation.POWER_ON,
            List.of(
                    List.of(
                            new Step(POWER_SHELF, INTERRUPTIBLE, 2, Duration.ofSeconds(60)),
                            new Step(CDU, INTERRUPTIBLE, 0, Duration.ofSeconds(60)),
                            new Step(COMPUTE, INTERRUPTIBLE, 0, Duration.ofSeconds(60))),
                    List.of(new Step(NV_SWITCH, RUN_TO_COMPLETION, 1, Duration.ofSeconds(600)))));

    private static final Logger LOG = System.getLogger(WorkerFixture.class.getName());

    final SiteFixture site = new SiteFixture();
    final ScriptedHardware hardware = new ScriptedHardware(site.clock);
    final InMemoryOperationRules rules = new InMemoryOperationRules();
    final MonotonicClock clock = () -> Duration.between(Instant.EPOCH, site.clock.instant());
    final Task task;
    final ProcessLease lease;
    private final AtomicLong ids = new AtomicLong();
    private final List<ProcessLease> processes = new ArrayList<>();

    WorkerFixture() {
        hardware.has(0, CDU);
        rules.putDefault(RULE);
        lease = processLease(site.ports);
        task = begin(aPendingTask());
    }

    /** One more task that has begun by {@link #RULE}. */
    Task begin(TaskFixtures fixture) {
        Task pending = site.has(fixture);
        BeginTask.Result begun = BeginTask.using(site.ports, rules, hardware).begin(workflowRunOf(pending));
        assertThat(begun).isInstanceOf(BeginTask.Result.Passed.class);
        return pending;
    }

    /** Between beats every process of the fixture renews its lease. */
    ScriptedHeartbeat beats() {
        return new ScriptedHeartbeat(site.clock, this::renewLeases);
    }

    /** The lease of another process with these ports. */
    ProcessLease processLease(Ports ports) {
        ProcessLease lease =
                new ProcessLease(ports.leases(), clock, ports.clock(), () -> new UUID(13, ids.incrementAndGet()));
        processes.add(lease);
        return lease;
    }

    private void renewLeases() {
        for (ProcessLease process : List.copyOf(processes)) {
            try {
                process.renew();
            } catch (StoreUnavailable away) {
                LOG.log(Level.DEBUG, "The lease of a process was not renewed", away);
            }
        }
    }

    ExecuteStage executeStage() {
        return new ExecuteStageService(site.ports, rules, hardware, lease);
    }

    ExecuteStage executeStage(Ports ports) {
        return new ExecuteStageService(ports, rules, hardware, processLease(ports));
    }

    /** Observes the due steps of the site, as every process that hosts its hardware does. */
    void observe() {
        ObserveSteps.using(site.ports, hardware).claimDue(Set.of(SITE), 100).forEach(Runnable::run);
    }

    /** Lets time go by in which the steps are observed every second. */
    void observeFor(Duration time) {
        for (long second = 1; second <= time.toSeconds(); second++) {
            site.clock.tick(Duration.ofSeconds(1));
            observe();
        }
    }

    ExecuteStage.Result execute(int stage, Heartbeat heartbeat) {
        return executeStage().execute(workflowRun(), stage, heartbeat);
    }

    WorkflowRunRef workflowRun() {
        return workflowRunOf(task);
    }

    static WorkflowRunRef workflowRunOf(Task task) {
        return new WorkflowRunRef(SITE, task.id(), RUN);
    }

    void cancel() {
        CancelTask.Result result = CancelTask.using(site.ports)
                .cancel(new CancelTask.Command(new RequestContext(CALLER, ORG, ORIGIN), SITE, task.id(), null));
        assertThat(result).isInstanceOf(CancelTask.Result.Cancelled.class);
    }

    List<UnfinishedStep> unfinishedSteps() {
        return site.ports.unfinishedSteps().find(site.scopeOf(task), task.id());
    }

    FinishTask.Result finish(FinishTask.WorkResult result) {
        return FinishTask.using(site.ports).finish(workflowRun(), result);
    }

    /** Lets the engine close the task's workflow and the relay confirm it. */
    void confirmStop() {
        if (reload().status() != TaskStatus.TERMINATED) {
            site.clock.tick(FinishTask.CLOSE_GRACE);
        }
        site.completeDeliveries(task);
        site.reschedule(task);
    }

    Task reload() {
        return site.snapshotOf(task).task().orElseThrow();
    }

    TaskReport report() {
        return reload().report();
    }

    TaskStatus statusOf(Task other) {
        return site.snapshotOf(other).task().orElseThrow().status();
    }

    StopStatus stop() {
        return site.snapshotOf(task).stop().orElseThrow().status();
    }
}
