package io.nicotask.application.report;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.domain.task.ComponentType.CDU;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.NV_SWITCH;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static io.nicotask.domain.task.Interruption.FINISH_FIRST;
import static io.nicotask.domain.task.Interruption.INTERRUPTIBLE;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.TestSite;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.memory.InMemoryOperationRules;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.application.port.WorkflowOutbox.Outcome;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.OperationRule;
import io.nicotask.domain.task.OperationRule.Step;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A task that has begun, the hardware that it works on, and the worker's use cases. */
final class Bench {

    /** Shelves and trays side by side with a type that the rack does not have; then switches, which must be finished. */
    static final OperationRule RULE = new OperationRule(
            new RuleId(new UUID(8, 1)),
            Operation.POWER_ON,
            List.of(
                    List.of(
                            new Step(POWER_SHELF, INTERRUPTIBLE, 2, Duration.ofSeconds(60)),
                            new Step(CDU, INTERRUPTIBLE, 0, Duration.ofSeconds(60)),
                            new Step(COMPUTE, INTERRUPTIBLE, 0, Duration.ofSeconds(60))),
                    List.of(new Step(NV_SWITCH, FINISH_FIRST, 1, Duration.ofSeconds(600)))));

    final TestSite site = new TestSite();
    final ScriptedHardware hardware = new ScriptedHardware();
    final InMemoryOperationRules rules = new InMemoryOperationRules();
    final Stopwatch stopwatch = () -> Duration.between(Instant.EPOCH, site.clock.instant());
    final Task task;

    Bench() {
        hardware.has(0, CDU);
        rules.putDefault(RULE);
        task = begun(aPendingTask());
    }

    /** One more task that has begun by {@link #RULE}. */
    Task begun(TaskFixtures fixture) {
        Task pending = site.has(fixture);
        BeginTaskResult begun = BeginTask.using(site.ports, rules, hardware).begin(attemptAt(pending));
        assertThat(begun).isInstanceOf(BeginTaskResult.Passed.class);
        return pending;
    }

    Beats beats() {
        return new Beats(site.clock);
    }

    PerformStage performStage() {
        return performStage(site.ports);
    }

    PerformStage performStage(Ports ports) {
        return PerformStage.using(ports, rules, hardware, stopwatch);
    }

    PerformStageResult perform(int stage, Heartbeat heartbeat) {
        return performStage().perform(attempt(), stage, heartbeat);
    }

    Attempt attempt() {
        return attemptAt(task);
    }

    static Attempt attemptAt(Task task) {
        return new Attempt(SITE, task.id(), RUN);
    }

    void cancel() {
        CancelTaskResult result = CancelTask.using(site.ports, VALIDATOR)
                .cancel(new CancelTaskCommand(CALLER, ORG, SITE, task.id(), null, ORIGIN));
        assertThat(result).isInstanceOf(CancelTaskResult.Cancelled.class);
    }

    /** The engine has closed the task's workflow, and the relay has confirmed it. */
    void confirmStop() {
        site.ports.transactions().inTransaction(() -> {
            site.ports.racks().lock(site.scopeOf(task), task.request().rack());
            for (int request = 1; request <= 2; request++) {
                site.ports
                        .outbox()
                        .claim(task.id(), Duration.ofSeconds(30))
                        .forEach(claim -> assertThat(site.ports.outbox().done(claim, new Outcome.Confirmed()))
                                .isTrue());
            }
            return task;
        });
        site.settle(task);
    }

    Task now() {
        return site.see(task).task().orElseThrow();
    }

    TaskReport report() {
        return now().report();
    }

    TaskStatus statusOf(Task other) {
        return site.see(other).task().orElseThrow().status();
    }

    Stop.State stop() {
        return site.see(task).stop().orElseThrow().state();
    }
}
