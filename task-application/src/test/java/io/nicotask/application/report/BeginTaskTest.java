package io.nicotask.application.report;

import static io.nicotask.application.TestSite.NO_SITE;
import static io.nicotask.application.TestSite.NO_TASK;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SECOND_SITE;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.NV_SWITCH;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static io.nicotask.domain.task.TaskFixtures.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.contract.Race;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.OperationRules;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.report.BeginTaskResult.Passed;
import io.nicotask.application.report.BeginTaskResult.TurnedAway;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Progress;
import io.nicotask.domain.task.RuleId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskStatus;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class BeginTaskTest {

    private static final OperationRules RULES = new StandardOperationRules();

    private final TestSite site = new TestSite();
    private final ScriptedHardware hardware = new ScriptedHardware();
    private final BeginTask beginTask = BeginTask.using(site.ports, RULES, hardware);

    @Test
    void the_first_run_passes_and_the_task_runs_by_its_plan() {
        Task task = site.has(aPendingTask());
        hardware.has(0, NV_SWITCH);

        BeginTaskResult result = beginTask.begin(attempt(task, RUN));

        TaskReport plan = TaskReport.planned(List.of(
                List.of(Step.planned(POWER_SHELF, 2)),
                List.of(Step.planned(NV_SWITCH, 0)),
                List.of(Step.planned(COMPUTE, 2))));
        Task started = applied(task.start(RUN, site.clock.instant()));
        RuleId rule = RULES.defaultFor(task.request().operation()).id();
        assertThat(result).isEqualTo(new Passed(3));
        assertThat(site.see(task).task()).contains(applied(started.plan(RUN, rule, plan, site.clock.instant())));
        assertThat(hardware.begun()).isEmpty();
    }

    @Test
    void passing_adds_one_row_to_the_history_and_none_to_the_audit() {
        Task task = site.has(aPendingTask());

        BeginTaskResult result = beginTask.begin(attempt(task, RUN));

        Sight after = site.see(task);
        Cause worker = Cause.of(Actor.system("worker"));
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
    void the_run_that_has_passed_passes_again_and_changes_nothing() {
        Task task = site.has(aPendingTask());
        BeginTaskResult first = beginTask.begin(attempt(task, RUN));
        Sight before = site.see(task);
        site.clock.tick(Duration.ofSeconds(5));

        BeginTaskResult again = beginTask.begin(attempt(task, RUN));

        assertThat(again).isEqualTo(first);
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void a_task_that_has_its_plan_is_not_planned_again() {
        Task task = site.has(aRunningTask());
        OperationRules none = rulesAskedAfter(() -> {
            throw new AssertionError("Nobody asks for a rule");
        });

        BeginTaskResult result = BeginTask.using(site.ports, none, hardware).begin(attempt(task, RUN));

        assertThat(result).isEqualTo(new Passed(3));
    }

    @Test
    void a_run_whose_answer_was_lost_before_it_had_a_plan_gets_one() {
        Task task = site.has(aRunningTask().withoutReport());

        BeginTaskResult result = beginTask.begin(attempt(task, RUN));

        assertThat(result).isEqualTo(new Passed(3));
        assertThat(site.see(task).task().orElseThrow().report()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING", "SUCCEEDED", "FAILED", "TERMINATED"})
    void nobody_passes_in_any_other_state(TaskStatus status) {
        Task task = site.has(aTaskIn(status));
        Sight before = site.see(task);

        BeginTaskResult result = beginTask.begin(attempt(task, RUN));

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void a_second_run_is_turned_away() {
        Task task = site.has(aRunningTask());
        Sight before = site.see(task);

        BeginTaskResult result = beginTask.begin(attempt(task, OTHER_RUN));

        assertThat(result).isEqualTo(new TurnedAway(task + " does not begin again"));
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void of_many_runs_at_once_one_passes() {
        Task task = site.has(aPendingTask());
        AtomicInteger runs = new AtomicInteger();

        List<BeginTaskResult> results =
                Race.of(16, () -> beginTask.begin(attempt(task, new RunId("run " + runs.incrementAndGet()))));

        assertThat(results).filteredOn(Passed.class::isInstance).hasSize(1);
    }

    @Test
    void a_plan_that_comes_late_does_not_undo_what_was_done_meanwhile() {
        Task task = site.has(aPendingTask());
        OperationRules slow = rulesAskedAfter(() -> {
            assertThat(beginTask.begin(attempt(task, RUN))).isEqualTo(new Passed(3));
            assertThat(PerformStage.using(site.ports, RULES, hardware, () -> Duration.ZERO)
                            .perform(attempt(task, RUN), 1, () -> Heartbeat.Signal.GO_ON))
                    .isEqualTo(new PerformStageResult.Completed());
        });

        BeginTaskResult result = BeginTask.using(site.ports, slow, hardware).begin(attempt(task, RUN));

        TaskReport report = site.see(task).task().orElseThrow().report();
        assertThat(result).isEqualTo(new Passed(3));
        assertThat(report.stages().getFirst().progress().status()).isEqualTo(Progress.Status.COMPLETED);
    }

    @Test
    void a_task_that_is_cancelled_while_it_is_planned_goes_no_further() {
        Task task = site.has(aPendingTask());
        OperationRules slow = rulesAskedAfter(() -> {
            CancelTaskResult cancelled = CancelTask.using(site.ports, VALIDATOR)
                    .cancel(new CancelTaskCommand(TestSite.CALLER, TestSite.ORG, SITE, task.id(), null, ORIGIN));
            assertThat(cancelled).isInstanceOf(CancelTaskResult.Cancelled.class);
        });

        BeginTaskResult result = BeginTask.using(site.ports, slow, hardware).begin(attempt(task, RUN));

        Task kept = site.see(task).task().orElseThrow();
        assertThat(result).isEqualTo(new TurnedAway(kept + " ended while it began"));
        assertThat(kept.status()).isEqualTo(TaskStatus.TERMINATED);
        assertThat(kept.report()).isNull();
    }

    static Stream<Attempt> attemptsAtNothing() {
        return Stream.of(new Attempt(SITE, NO_TASK, RUN), new Attempt(NO_SITE, NO_TASK, RUN));
    }

    @ParameterizedTest
    @MethodSource("attemptsAtNothing")
    void a_task_that_is_not_there_does_not_begin(Attempt attempt) {
        assertThat(beginTask.begin(attempt)).isEqualTo(new TurnedAway("There is no such task"));
    }

    @Test
    void a_task_of_another_site_does_not_begin() {
        Task task = site.has(aPendingTask());

        BeginTaskResult result = beginTask.begin(new Attempt(SECOND_SITE, task.id(), RUN));

        assertThat(result).isEqualTo(new TurnedAway("There is no such task"));
        assertThat(site.see(task).task()).contains(task);
    }

    @Test
    void a_gate_that_lost_its_race_is_asked_anew_three_times_at_most() {
        Task task = site.has(aPendingTask());
        BeginTask hopeless = BeginTask.using(site.losing(3), RULES, hardware);
        BeginTask lucky = BeginTask.using(site.losing(2), RULES, hardware);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(hopeless.begin(attempt(task, RUN))).isNull());
        assertThat(site.see(task).task()).contains(task);
        assertThat(lucky.begin(attempt(task, RUN))).isEqualTo(new Passed(3));
    }

    /** The standard rules, but that something happens whenever they are asked. */
    private static OperationRules rulesAskedAfter(Runnable first) {
        return (OperationRules) Proxy.newProxyInstance(
                OperationRules.class.getClassLoader(),
                new Class<?>[] {OperationRules.class},
                (proxy, method, arguments) -> {
                    first.run();
                    return method.invoke(RULES, arguments);
                });
    }

    private static Attempt attempt(Task task, RunId run) {
        return new Attempt(SITE, task.id(), run);
    }
}
