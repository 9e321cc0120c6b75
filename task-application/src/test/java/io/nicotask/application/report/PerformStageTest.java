package io.nicotask.application.report;

import static io.nicotask.application.TestSite.NO_TASK;
import static io.nicotask.application.TestSite.SITE;
import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.task.ComponentType.CDU;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.NV_SWITCH;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static io.nicotask.domain.task.TaskFixtures.OTHER_RUN;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aPendingTask;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aTaskIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.application.TestSite.Sight;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.report.PerformStageResult.Broken;
import io.nicotask.application.report.PerformStageResult.Completed;
import io.nicotask.application.report.PerformStageResult.TurnedAway;
import io.nicotask.domain.task.Components;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskReport.Step;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class PerformStageTest {

    private static final TaskReport PLAN = TaskReport.planned(List.of(
            List.of(Step.planned(POWER_SHELF, 2), Step.planned(CDU, 0), Step.planned(COMPUTE, 2)),
            List.of(Step.planned(NV_SWITCH, 2))));

    private final Bench bench = new Bench();
    private final Instant begun = bench.site.clock.instant();

    @Test
    void a_stage_is_done_on_every_type_that_the_rack_has() {
        PerformStageResult result = bench.perform(1, bench.beats());

        assertThat(result).isEqualTo(new Completed());
        assertThat(bench.hardware.ended()).extracting(Order::type).containsExactly(POWER_SHELF, COMPUTE);
        assertThat(bench.report())
                .isEqualTo(PLAN.beginStage(1, begun)
                        .count(1, POWER_SHELF, 2, 0)
                        .count(1, COMPUTE, 2, 0)
                        .completeStage(1, begun));
    }

    @Test
    void the_hardware_is_told_on_whose_behalf_it_works() {
        assertThat(bench.perform(2, bench.beats())).isEqualTo(new Completed());

        assertThat(bench.hardware.begun())
                .containsExactly(new Order(
                        bench.task.id(),
                        RUN,
                        1,
                        new Epoch(1),
                        bench.task.request().rack(),
                        Operation.POWER_ON,
                        2,
                        NV_SWITCH,
                        Set.of(component(NV_SWITCH, 1), component(NV_SWITCH, 2)),
                        1));
    }

    @Test
    void a_task_that_names_components_touches_no_others() {
        Components one = new Components(Map.of(COMPUTE, Set.of(component(COMPUTE, 2))));
        Task task = bench.begun(aPendingTask().on(new RackId(new UUID(7, 2))).touching(one));

        PerformStageResult result = bench.performStage().perform(Bench.attemptAt(task), 1, bench.beats());

        assertThat(result).isEqualTo(new Completed());
        assertThat(bench.hardware.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.order().components()).containsExactly(component(COMPUTE, 2)));
    }

    @Test
    void the_report_grows_with_every_beat() {
        bench.hardware.takes(3, COMPUTE);
        Beats beats = bench.beats()
                .at(
                        1,
                        () -> assertThat(bench.report())
                                .isEqualTo(PLAN.beginStage(1, begun).count(1, POWER_SHELF, 2, 0)));

        PerformStageResult result = bench.perform(1, beats);

        assertThat(result).isEqualTo(new Completed());
        assertThat(beats.count()).isEqualTo(2);
        assertThat(bench.report())
                .isEqualTo(PLAN.beginStage(1, begun)
                        .count(1, POWER_SHELF, 2, 0)
                        .count(1, COMPUTE, 2, 0)
                        .completeStage(1, begun.plusSeconds(2)));
    }

    @Test
    void a_component_that_has_ended_is_asked_no_more() {
        bench.hardware.takes(3, COMPUTE);
        bench.hardware.breaks(component(COMPUTE, 1), "no answer", 1);

        assertThat(bench.perform(1, bench.beats())).isInstanceOf(Broken.class);

        assertThat(bench.hardware.calls())
                .filteredOn(call -> call.order().type() == POWER_SHELF)
                .hasSize(1);
    }

    @Test
    void a_stage_that_is_done_is_not_done_again() {
        assertThat(bench.perform(1, bench.beats())).isEqualTo(new Completed());
        Sight before = bench.site.see(bench.task);
        bench.site.clock.tick(Duration.ofSeconds(5));

        PerformStageResult again = bench.perform(1, bench.beats());

        assertThat(again).isEqualTo(new Completed());
        assertThat(bench.hardware.begun()).hasSize(2);
        assertThat(bench.site.see(bench.task)).isEqualTo(before);
    }

    @Test
    void a_stage_that_broke_stays_broken_when_its_answer_was_lost() {
        bench.hardware.breaks(COMPUTE, "no answer");
        assertThat(bench.perform(1, bench.beats())).isEqualTo(new Broken("no answer"));
        Sight before = bench.site.see(bench.task);
        int calls = bench.hardware.calls().size();
        bench.site.clock.tick(Duration.ofSeconds(5));

        PerformStageResult again = bench.perform(1, bench.beats());

        assertThat(again).isEqualTo(new Broken("no answer"));
        assertThat(bench.hardware.calls()).hasSize(calls);
        assertThat(bench.site.see(bench.task)).isEqualTo(before);
    }

    @Test
    void the_rack_is_left_unleased_when_the_stage_is_done() {
        assertThat(bench.perform(1, bench.beats())).isEqualTo(new Completed());

        assertThat(bench.site.holders(bench.task))
                .singleElement()
                .satisfies(holder -> assertThat(holder.leased()).isFalse());
    }

    @ParameterizedTest
    @EnumSource(names = "RUNNING", mode = Mode.EXCLUDE)
    void no_stage_is_begun_in_any_other_state(TaskStatus status) {
        Task other = bench.site.has(aTaskIn(status));
        Sight before = bench.site.see(other);

        PerformStageResult result = bench.performStage().perform(Bench.attemptAt(other), 1, bench.beats());

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(bench.hardware.calls()).isEmpty();
        assertThat(bench.site.see(other)).isEqualTo(before);
    }

    @Test
    void another_run_is_turned_away() {
        PerformStageResult result =
                bench.performStage().perform(new Attempt(SITE, bench.task.id(), OTHER_RUN), 1, bench.beats());

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(bench.hardware.calls()).isEmpty();
        assertThat(bench.report()).isEqualTo(PLAN);
    }

    @Test
    void a_task_that_is_not_there_is_turned_away() {
        PerformStageResult result = bench.performStage().perform(new Attempt(SITE, NO_TASK, RUN), 1, bench.beats());

        assertThat(result).isEqualTo(new TurnedAway("There is no such task"));
    }

    @Test
    void a_task_without_a_plan_is_turned_away() {
        Task bare = bench.site.has(aRunningTask().withoutReport());

        PerformStageResult result = bench.performStage().perform(Bench.attemptAt(bare), 1, bench.beats());

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(bench.hardware.calls()).isEmpty();
    }

    @Test
    void a_stage_that_is_not_in_the_plan_is_a_mistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(bench.perform(3, bench.beats())).isNull())
                .withMessage("There is no stage 3 in a report of 2");
    }
}
