package io.nicotask.application.report;

import static io.nicotask.application.TestSite.CALLER;
import static io.nicotask.application.TestSite.NO_TASK;
import static io.nicotask.application.TestSite.ORG;
import static io.nicotask.application.TestSite.ORIGIN;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.TestSite.VALIDATOR;
import static io.nicotask.domain.task.ComponentType.CDU;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.TestSite;
import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.cancel.CancelTask;
import io.nicotask.application.cancel.CancelTaskCommand;
import io.nicotask.application.cancel.CancelTaskResult;
import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.port.RackHardware.StepOrder;
import io.nicotask.application.report.PerformStageResult.Broken;
import io.nicotask.application.report.PerformStageResult.Completed;
import io.nicotask.application.report.PerformStageResult.TurnedAway;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class PerformStageTest {

    /** Two types side by side, and one that the rack does not have; then one more stage. */
    private static final TaskReport PLAN = TaskReport.planned(List.of(
            List.of(Step.planned(POWER_SHELF, 2), Step.planned(CDU, 0), Step.planned(COMPUTE, 2)),
            List.of(Step.planned(COMPUTE, 2))));

    private final TestSite site = new TestSite();
    private final ScriptedHardware hardware = new ScriptedHardware();
    private final PerformStage performStage = PerformStage.using(site.ports, hardware);
    private Task task;

    @BeforeEach
    void a_task_has_begun() {
        task = site.has(aRunningTask().with(PLAN));
    }

    @Test
    void a_stage_is_done_on_every_type_that_the_rack_has() {
        PerformStageResult result = perform(1);

        Instant now = site.clock.instant();
        assertThat(result).isEqualTo(new Completed());
        assertThat(hardware.ended()).containsExactly(order(POWER_SHELF), order(COMPUTE));
        assertThat(report())
                .isEqualTo(PLAN.beginStage(1, now)
                        .count(1, POWER_SHELF, 2, 0)
                        .count(1, COMPUTE, 2, 0)
                        .completeStage(1, now));
    }

    @Test
    void a_stage_that_breaks_ends_with_its_error_and_leaves_the_rest() {
        hardware.breaks(POWER_SHELF, "no answer");

        PerformStageResult result = perform(1);

        Instant now = site.clock.instant();
        assertThat(result).isEqualTo(new Broken("no answer"));
        assertThat(hardware.ended()).containsExactly(order(POWER_SHELF));
        assertThat(report())
                .isEqualTo(PLAN.beginStage(1, now).count(1, POWER_SHELF, 1, 1).failStage(1, "no answer", now));
    }

    @Test
    void a_stage_that_is_done_is_not_done_again() {
        assertThat(perform(1)).isEqualTo(new Completed());
        Sight before = site.see(task);
        site.clock.tick(Duration.ofSeconds(5));

        PerformStageResult again = perform(1);

        assertThat(again).isEqualTo(new Completed());
        assertThat(hardware.begun()).hasSize(2);
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void a_stage_that_broke_stays_broken_when_its_answer_was_lost() {
        hardware.breaks(POWER_SHELF, "no answer");
        assertThat(perform(1)).isEqualTo(new Broken("no answer"));
        Sight before = site.see(task);
        site.clock.tick(Duration.ofSeconds(5));

        PerformStageResult again = perform(1);

        assertThat(again).isEqualTo(new Broken("no answer"));
        assertThat(hardware.begun()).hasSize(1);
        assertThat(site.see(task)).isEqualTo(before);
    }

    @Test
    void every_beat_of_the_hardware_is_a_heartbeat() {
        AtomicInteger beats = new AtomicInteger();

        PerformStageResult result = performStage.perform(attempt(), 1, beats::incrementAndGet);

        assertThat(result).isEqualTo(new Completed());
        assertThat(beats).hasValue(4);
    }

    @Test
    void a_heartbeat_that_throws_stops_the_hardware_and_another_attempt_goes_on() {
        IllegalStateException cut = new IllegalStateException("the worker is told to stop");

        assertThatThrownBy(() -> assertThat(performStage.perform(attempt(), 1, () -> {
                            throw cut;
                        }))
                        .isNull())
                .isSameAs(cut);

        assertThat(hardware.stopped()).containsExactly(order(POWER_SHELF));
        assertThat(report()).isEqualTo(PLAN.beginStage(1, site.clock.instant()));
        assertThat(perform(1)).isEqualTo(new Completed());
    }

    @Test
    void a_cancel_in_the_middle_stops_the_hardware_and_stays_as_it_is() {
        AtomicInteger beats = new AtomicInteger();

        PerformStageResult result = performStage.perform(attempt(), 1, () -> {
            if (beats.incrementAndGet() == 3) {
                cancel();
            }
        });

        Instant now = site.clock.instant();
        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(hardware.ended()).containsExactly(order(POWER_SHELF));
        assertThat(hardware.stopped()).containsExactly(order(COMPUTE));
        assertThat(report())
                .isEqualTo(PLAN.beginStage(1, now).count(1, POWER_SHELF, 2, 0).interrupt("Cancelled by user", now));
    }

    @ParameterizedTest
    @EnumSource(names = "RUNNING", mode = Mode.EXCLUDE)
    void no_stage_is_begun_in_any_other_state(TaskStatus status) {
        Task other = site.has(aTaskIn(status));
        Sight before = site.see(other);

        PerformStageResult result = performStage.perform(new Attempt(SITE, other.id(), RUN), 1, () -> {});

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(hardware.begun()).isEmpty();
        assertThat(site.see(other)).isEqualTo(before);
    }

    @Test
    void another_run_is_turned_away() {
        PerformStageResult result = performStage.perform(new Attempt(SITE, task.id(), OTHER_RUN), 1, () -> {});

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(hardware.begun()).isEmpty();
        assertThat(report()).isEqualTo(PLAN);
    }

    @Test
    void a_task_that_is_not_there_is_turned_away() {
        PerformStageResult result = performStage.perform(new Attempt(SITE, NO_TASK, RUN), 1, () -> {});

        assertThat(result).isEqualTo(new TurnedAway("There is no such task"));
    }

    @Test
    void a_task_without_a_plan_is_turned_away() {
        Task bare = site.has(aRunningTask().withoutReport());

        PerformStageResult result = performStage.perform(new Attempt(SITE, bare.id(), RUN), 1, () -> {});

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(hardware.begun()).isEmpty();
    }

    @Test
    void a_stage_that_is_not_in_the_plan_is_a_mistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(perform(3)).isNull())
                .withMessage("There is no stage 3 in a report of 2");
    }

    private PerformStageResult perform(int number) {
        return performStage.perform(attempt(), number, () -> {});
    }

    private void cancel() {
        CancelTaskResult result = CancelTask.using(site.ports, VALIDATOR)
                .cancel(new CancelTaskCommand(CALLER, ORG, SITE, task.id(), null, ORIGIN));
        assertThat(result).isInstanceOf(CancelTaskResult.Cancelled.class);
    }

    private Attempt attempt() {
        return new Attempt(SITE, task.id(), RUN);
    }

    private StepOrder order(ComponentType type) {
        return new StepOrder(
                task.id(), RUN, task.request().rack(), task.request().operation(), type);
    }

    private TaskReport report() {
        return site.see(task).task().orElseThrow().report();
    }
}
