package io.nicotask.application.worker;

import static io.nicotask.application.SiteFixture.NO_SITE;
import static io.nicotask.application.SiteFixture.NO_TASK;
import static io.nicotask.application.SiteFixture.ORIGIN;
import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.SiteFixture.SITE;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.applied;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.NV_SWITCH;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.SiteFixture.Snapshot;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.task.CancelTask;
import io.nicotask.application.worker.BeginTask.Result.Passed;
import io.nicotask.application.worker.BeginTask.Result.Refused;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Progress;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.WorkflowRunId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class BeginTaskTest {

    private static final OperationRules RULES = OperationRules.standard();

    private final SiteFixture site = new SiteFixture();
    private final ScriptedHardware hardware = new ScriptedHardware();
    private final BeginTask beginTask = BeginTask.using(site.ports, RULES, hardware);

    @Test
    void the_first_run_passes_and_the_task_gets_its_plan() {
        Task task = site.has(aPendingTask());
        hardware.has(0, NV_SWITCH);

        BeginTask.Result result = beginTask.begin(runOf(task, RUN));

        TaskReport plan = TaskReport.planned(List.of(
                List.of(Step.planned(POWER_SHELF, 2)),
                List.of(Step.planned(NV_SWITCH, 0)),
                List.of(Step.planned(COMPUTE, 2))));
        Task started = applied(task.start(RUN, site.clock.instant()));
        RuleId rule = RULES.defaultFor(task.spec().operation()).id();
        assertThat(result).isEqualTo(new Passed(3));
        assertThat(site.snapshotOf(task).task()).contains(applied(started.plan(RUN, rule, plan, site.clock.instant())));
        assertThat(hardware.begun()).isEmpty();
    }

    @Test
    void passing_adds_one_row_to_the_history_and_none_to_the_audit() {
        Task task = site.has(aPendingTask());

        BeginTask.Result result = beginTask.begin(runOf(task, RUN));

        Snapshot after = site.snapshotOf(task);
        ChangeCause worker = ChangeCause.of(Actor.system("worker"));
        assertThat(result).isInstanceOf(Passed.class);
        assertThat(after.history()).hasSize(2);
        assertThat(after.history().getLast())
                .isEqualTo(new HistoryEntry(
                        TaskStatus.PENDING,
                        TaskStatus.RUNNING,
                        after.task().orElseThrow().revision().updated(),
                        worker));
        assertThat(after.audit()).isEmpty();
    }

    @Test
    void the_run_that_passed_passes_again_and_changes_nothing() {
        Task task = site.has(aPendingTask());
        BeginTask.Result first = beginTask.begin(runOf(task, RUN));
        Snapshot before = site.snapshotOf(task);
        site.clock.tick(Duration.ofSeconds(5));

        BeginTask.Result again = beginTask.begin(runOf(task, RUN));

        assertThat(again).isEqualTo(first);
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_task_with_a_plan_is_not_planned_again() {
        Task task = site.has(aRunningTask());
        OperationRules none = rulesCalledAfter(() -> {
            throw new AssertionError("A task with a plan needs no rule");
        });

        BeginTask.Result result = BeginTask.using(site.ports, none, hardware).begin(runOf(task, RUN));

        assertThat(result).isEqualTo(new Passed(3));
    }

    @Test
    void a_run_that_passed_without_getting_a_plan_gets_one() {
        Task task = site.has(aRunningTask().withoutReport());

        BeginTask.Result result = beginTask.begin(runOf(task, RUN));

        assertThat(result).isEqualTo(new Passed(3));
        assertThat(site.reload(task).report()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "SUCCEEDED", "FAILED", "TERMINATED"})
    void no_run_passes_in_any_other_state(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Snapshot before = site.snapshotOf(task);

        BeginTask.Result result = beginTask.begin(runOf(task, RUN));

        assertThat(result).isInstanceOf(Refused.class);
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void a_second_run_is_refused() {
        Task task = site.has(aRunningTask());
        Snapshot before = site.snapshotOf(task);

        BeginTask.Result result = beginTask.begin(runOf(task, OTHER_RUN));

        assertThat(result).isEqualTo(new Refused(task + " does not begin again"));
        assertThat(site.snapshotOf(task)).isEqualTo(before);
    }

    @Test
    void of_concurrent_runs_one_passes() {
        Task task = site.has(aPendingTask());
        AtomicInteger runs = new AtomicInteger();

        List<BeginTask.Result> results = ConcurrentRuns.of(
                16, () -> beginTask.begin(runOf(task, new WorkflowRunId("run " + runs.incrementAndGet()))));

        assertThat(results).filteredOn(Passed.class::isInstance).hasSize(1);
    }

    @Test
    void a_late_plan_does_not_undo_progress() {
        Task task = site.has(aPendingTask());
        OperationRules slow = rulesCalledAfter(() -> {
            assertThat(beginTask.begin(runOf(task, RUN))).isEqualTo(new Passed(3));
            assertThat(new ExecuteStageService(site.ports, RULES, hardware, processLease())
                            .execute(runOf(task, RUN), 1, () -> Heartbeat.Signal.CONTINUE))
                    .isEqualTo(new ExecuteStage.Result.Completed());
        });

        BeginTask.Result result = BeginTask.using(site.ports, slow, hardware).begin(runOf(task, RUN));

        TaskReport report = site.reload(task).report();
        assertThat(result).isEqualTo(new Passed(3));
        assertThat(report.stages().getFirst().progress().status()).isEqualTo(Progress.Status.COMPLETED);
    }

    private ProcessLease processLease() {
        return new ProcessLease(site.ports.leases(), () -> Duration.ZERO, site.ports.clock(), () -> new UUID(13, 1));
    }

    @Test
    void a_task_that_is_cancelled_during_planning_does_not_begin() {
        Task task = site.has(aPendingTask());
        OperationRules slow = rulesCalledAfter(() -> {
            CancelTask.Result cancelled = CancelTask.using(site.ports)
                    .cancel(new CancelTask.Command(
                            new RequestContext(SiteFixture.CALLER, SiteFixture.ORG, ORIGIN), SITE, task.id(), null));
            assertThat(cancelled).isInstanceOf(CancelTask.Result.Cancelled.class);
        });

        BeginTask.Result result = BeginTask.using(site.ports, slow, hardware).begin(runOf(task, RUN));

        Task stored = site.reload(task);
        assertThat(result).isEqualTo(new Refused(stored + " ended while it began"));
        assertThat(stored.status()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(stored.report()).isNull();
    }

    static Stream<WorkflowRunRef> unknownTasks() {
        return Stream.of(new WorkflowRunRef(SITE, NO_TASK, RUN), new WorkflowRunRef(NO_SITE, NO_TASK, RUN));
    }

    @ParameterizedTest
    @MethodSource("unknownTasks")
    void an_unknown_task_does_not_begin(WorkflowRunRef workflowRun) {
        assertThat(beginTask.begin(workflowRun)).isEqualTo(new Refused("There is no such task"));
    }

    @Test
    void a_task_of_another_site_does_not_begin() {
        Task task = site.has(aPendingTask());

        BeginTask.Result result = beginTask.begin(new WorkflowRunRef(SECOND_SITE, task.id(), RUN));

        assertThat(result).isEqualTo(new Refused("There is no such task"));
        assertThat(site.snapshotOf(task).task()).contains(task);
    }

    @Test
    void a_gate_that_loses_races_is_tried_three_times_at_most() {
        Task task = site.has(aPendingTask());
        BeginTask losing = BeginTask.using(site.losing(3), RULES, hardware);
        BeginTask winning = BeginTask.using(site.losing(2), RULES, hardware);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(losing.begin(runOf(task, RUN))).isNull());
        assertThat(site.snapshotOf(task).task()).contains(task);
        assertThat(winning.begin(runOf(task, RUN))).isEqualTo(new Passed(3));
    }

    /** The standard rules, with an action before each call. */
    private static OperationRules rulesCalledAfter(Runnable first) {
        return (OperationRules) Proxy.newProxyInstance(
                OperationRules.class.getClassLoader(),
                new Class<?>[] {OperationRules.class},
                (proxy, method, arguments) -> {
                    first.run();
                    return method.invoke(RULES, arguments);
                });
    }

    private static WorkflowRunRef runOf(Task task, WorkflowRunId run) {
        return new WorkflowRunRef(SITE, task.id(), run);
    }
}
