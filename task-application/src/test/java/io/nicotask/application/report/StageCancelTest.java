package io.nicotask.application.report;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.NV_SWITCH;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static io.nicotask.domain.task.TaskFixtures.RUN;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Attention;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.Racks.Holder;
import io.nicotask.application.port.Stop;
import io.nicotask.application.report.Heartbeat.Signal;
import io.nicotask.application.report.PerformStageResult.Left;
import io.nicotask.application.report.PerformStageResult.TurnedAway;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskReport;
import io.nicotask.domain.task.TaskStatus;
import org.junit.jupiter.api.Test;

/** What an attempt does when its task ends, or its workflow, while it is in the middle of a stage. */
final class StageCancelTest {

    private static final TurnedAway NOT_ITS_OWN = new TurnedAway("The task is not this run's any more");
    private static final ComponentId SWITCH = component(NV_SWITCH, 1);

    private final Bench bench = new Bench();

    @Test
    void what_can_be_interrupted_is_aborted_once_and_the_rest_of_the_stage_stays_done() {
        bench.hardware.hold(COMPUTE);

        PerformStageResult result = bench.perform(1, bench.beats().at(2, bench::cancel));

        assertThat(result).isEqualTo(NOT_ITS_OWN);
        assertThat(bench.hardware.aborted()).extracting(Order::type).containsExactly(COMPUTE);
        assertThat(bench.hardware.ended()).extracting(Order::type).containsExactly(POWER_SHELF);
        assertThat(bench.site.store.lateWords())
                .extracting(LateWord::told)
                .containsExactly(
                        "Stage 1, PowerShelf: 2 succeeded, 0 failed", "Stage 1, Compute: 0 succeeded, 0 failed");
    }

    @Test
    void the_report_stays_as_the_cancel_has_closed_it() {
        bench.hardware.hold(COMPUTE);
        TaskReport[] closed = new TaskReport[1];
        Beats beats = bench.beats().at(2, () -> {
            bench.cancel();
            closed[0] = bench.report();
        });

        assertThat(bench.perform(1, beats)).isEqualTo(NOT_ITS_OWN);

        assertThat(bench.report()).isEqualTo(closed[0]);
        assertThat(closed[0].error()).contains("Cancelled by user");
    }

    @Test
    void what_cannot_stop_now_is_asked_again_while_the_lease_lives() {
        bench.hardware.hold(COMPUTE);
        bench.hardware.answersAborts(
                component(COMPUTE, 1), new Abort.CannotStopNow(), new Abort.CannotStopNow(), new Abort.Stopped());
        Beats beats = bench.beats()
                .at(1, bench::cancel)
                .at(3, () -> assertThat(isLeased()).isTrue());

        assertThat(bench.perform(1, beats)).isEqualTo(NOT_ITS_OWN);

        assertThat(beats.count()).isEqualTo(3);
        assertThat(isLeased()).isFalse();
        assertThat(bench.site.store.attentions()).isEmpty();
    }

    @Test
    void every_component_that_needs_attention_is_kept_and_shown() {
        bench.hardware.hold(COMPUTE);
        bench.hardware.answersAborts(component(COMPUTE, 2), new Abort.NeedsAttention("half on"));

        assertThat(bench.perform(1, bench.beats().at(1, bench::cancel))).isEqualTo(NOT_ITS_OWN);

        assertThat(bench.site.store.attentions())
                .containsExactly(new Attention(
                        bench.task.id(), COMPUTE, component(COMPUTE, 2), "half on", bench.site.clock.instant()));
        assertThat(bench.stop()).isEqualTo(Stop.State.NEEDS_ATTENTION);
    }

    @Test
    void what_must_be_finished_is_drained_before_the_next_task_gets_the_rack() {
        Task next = bench.site.has(aWaitingTask().submittedAt(bench.site.clock.instant()));
        bench.hardware.hold(NV_SWITCH);
        Beats beats = bench.beats()
                .at(1, bench::cancel)
                .at(2, bench::confirmStop)
                .at(9, () -> {
                    assertThat(isLeased()).isTrue();
                    assertThat(bench.statusOf(next)).isEqualTo(TaskStatus.WAITING);
                    assertThat(bench.stop()).isEqualTo(Stop.State.REQUESTED);
                    bench.hardware.release(NV_SWITCH);
                });

        assertThat(bench.perform(2, beats)).isEqualTo(NOT_ITS_OWN);

        assertThat(bench.hardware.aborted()).isEmpty();
        assertThat(bench.hardware.ended()).extracting(Order::type).containsExactly(NV_SWITCH);
        assertThat(bench.site.store.lateWords())
                .containsExactly(new LateWord(
                        bench.task.id(), RUN, "Stage 2, NVSwitch: 2 succeeded, 0 failed", bench.site.clock.instant()));
        assertThat(bench.stop()).isEqualTo(Stop.State.CONFIRMED);
        assertThat(bench.statusOf(next)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_rack_stays_occupied_after_the_drain_until_the_workflow_is_known_to_be_closed() {
        Task next = bench.site.has(aWaitingTask().submittedAt(bench.site.clock.instant()));

        assertThat(bench.perform(2, bench.beats())).isEqualTo(new PerformStageResult.Completed());
        bench.cancel();
        bench.site.settle(bench.task);
        TaskStatus before = bench.statusOf(next);
        bench.confirmStop();

        assertThat(before).isEqualTo(TaskStatus.WAITING);
        assertThat(bench.statusOf(next)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void nothing_is_tried_again_for_a_task_that_has_ended() {
        bench.hardware.breaks(SWITCH, "no answer", 1);
        bench.hardware.breaks(component(POWER_SHELF, 1), "no answer", 1);

        assertThat(bench.perform(2, bench.beats().at(1, bench::cancel))).isEqualTo(NOT_ITS_OWN);

        assertThat(bench.hardware.calls()).hasSize(1);
        assertThat(bench.site.store.lateWords())
                .extracting(LateWord::told)
                .containsExactly("Stage 2, NVSwitch: 1 succeeded, 1 failed");
    }

    @Test
    void what_goes_wrong_in_the_drain_ends_it() {
        bench.hardware.takes(4, NV_SWITCH);
        bench.hardware.breaks(SWITCH, "no answer", 2);

        assertThat(bench.perform(2, bench.beats().at(1, bench::cancel))).isEqualTo(NOT_ITS_OWN);

        assertThat(bench.hardware.begun()).extracting(Order::round).containsExactly(1);
        assertThat(bench.site.store.lateWords())
                .extracting(LateWord::told)
                .containsExactly("Stage 2, NVSwitch: 1 succeeded, 1 failed");
    }

    @Test
    void a_drain_that_comes_to_no_end_is_given_up_when_its_time_is_over() {
        bench.hardware.hold(NV_SWITCH);

        assertThat(bench.perform(2, bench.beats().at(1, bench::cancel))).isEqualTo(NOT_ITS_OWN);

        assertThat(bench.site.store.attentions())
                .extracting(Attention::why)
                .containsOnly("It was given up when its time was over")
                .hasSize(2);
    }

    @Test
    void a_worker_that_shuts_down_in_the_drain_says_what_it_left() {
        bench.hardware.hold(NV_SWITCH);
        Beats beats = bench.beats().at(1, bench::cancel).signal(3, Signal.HAND_OVER);

        assertThat(bench.perform(2, beats)).isInstanceOf(Left.class);

        assertThat(bench.site.store.attentions())
                .extracting(Attention::why)
                .containsOnly("The worker was shut down while it was being finished")
                .hasSize(2);
        assertThat(bench.stop()).isEqualTo(Stop.State.NEEDS_ATTENTION);
    }

    @Test
    void work_whose_workflow_is_closed_is_left_off_though_the_task_runs() {
        bench.hardware.hold(COMPUTE);

        PerformStageResult result = bench.perform(1, bench.beats().signal(2, Signal.CLOSED));

        assertThat(result).isEqualTo(NOT_ITS_OWN);
        assertThat(bench.hardware.aborted()).extracting(Order::type).containsExactly(COMPUTE);
        assertThat(bench.now().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void work_that_must_be_finished_is_though_its_workflow_is_closed() {
        bench.hardware.hold(NV_SWITCH);
        Beats beats = bench.beats()
                .signal(1, Signal.CLOSED)
                .signal(2, Signal.CLOSED)
                .at(3, () -> bench.hardware.release(NV_SWITCH));

        assertThat(bench.perform(2, beats)).isEqualTo(NOT_ITS_OWN);

        assertThat(bench.hardware.ended()).hasSize(1);
        assertThat(bench.hardware.aborted()).isEmpty();
    }

    private boolean isLeased() {
        return bench.site.holders(bench.task).stream().anyMatch(Holder::leased);
    }
}
