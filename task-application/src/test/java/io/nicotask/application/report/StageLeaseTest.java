package io.nicotask.application.report;

import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.NV_SWITCH;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.memory.ScriptedHardware.Call;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.report.Heartbeat.Signal;
import io.nicotask.application.report.PerformStageResult.Completed;
import io.nicotask.application.report.PerformStageResult.Left;
import io.nicotask.application.report.PerformStageResult.TurnedAway;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.TaskStatus;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What an attempt does when it is not sure, or not true any more, that the rack is its own. */
final class StageLeaseTest {

    private final Bench bench = new Bench();
    private final AtomicBoolean away = new AtomicBoolean();

    @Test
    void an_attempt_that_was_paused_for_longer_than_its_lease_touches_nothing_any_more() {
        bench.hardware.hold(COMPUTE);
        int[] calls = new int[1];
        Beats beats = bench.beats().at(3, () -> {
            calls[0] = bench.hardware.calls().size();
            bench.site.clock.tick(RackLeases.LIMIT);
        });

        PerformStageResult result = bench.perform(1, beats);

        assertThat(result).isInstanceOf(Left.class);
        assertThat(bench.hardware.calls()).hasSize(calls[0]);
        assertThat(bench.now().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void an_attempt_that_another_has_taken_over_from_touches_nothing_any_more() {
        bench.hardware.hold(COMPUTE);
        PerformStageResult[] other = new PerformStageResult[1];
        Beats beats = bench.beats().at(2, () -> {
            bench.hardware.release(COMPUTE);
            other[0] = bench.perform(1, bench.beats());
        });

        PerformStageResult result = bench.perform(1, beats);

        assertThat(other[0]).isEqualTo(new Completed());
        assertThat(result).isInstanceOf(Left.class);
        assertThat(bench.hardware.calls())
                .last()
                .satisfies(call -> assertThat(call.order().attempt()).isEqualTo(2));
    }

    @Test
    void another_attempt_goes_on_where_the_first_was_told_to_hand_over() {
        bench.hardware.takes(4, COMPUTE);
        PerformStageResult first = bench.perform(1, bench.beats().signal(2, Signal.HAND_OVER));

        Beats rest = bench.beats();
        PerformStageResult second = bench.perform(1, rest);

        assertThat(first).isEqualTo(new Left("The worker is shutting down"));
        assertThat(second).isEqualTo(new Completed());
        assertThat(rest.count()).isEqualTo(1);
        assertThat(bench.hardware.aborted()).isEmpty();
        assertThat(bench.hardware.begun())
                .filteredOn(order -> order.type() == COMPUTE)
                .extracting(Order::attempt)
                .containsExactly(1L, 2L);
    }

    @Test
    void hardware_that_belongs_to_a_later_grant_is_left_alone() {
        bench.hardware.hold(COMPUTE);
        Beats beats = bench.beats().at(1, this::laterGrantActs);

        PerformStageResult result = bench.perform(1, beats);

        assertThat(result).isInstanceOf(Left.class);
        assertThat(bench.hardware.refused()).hasSize(1);
        assertThat(bench.hardware.calls())
                .last()
                .satisfies(call -> assertThat(call.order().epoch()).isEqualTo(new Epoch(2)));
    }

    @Test
    void work_goes_on_while_the_store_is_away_for_less_than_the_lease() {
        bench.hardware.takes(8, COMPUTE);
        Beats beats = bench.beats().at(2, () -> away.set(true)).at(5, () -> away.set(false));

        PerformStageResult result = performAway(1, beats);

        assertThat(result).isEqualTo(new Completed());
        assertThat(beats.count()).isEqualTo(7);
        assertThat(bench.report().stages().getFirst().steps().getLast().succeeded())
                .isEqualTo(2);
    }

    @Test
    void nothing_is_touched_any_more_when_the_store_is_away_for_longer_than_the_lease() {
        bench.hardware.hold(COMPUTE);
        Beats beats = bench.beats().at(2, () -> away.set(true));

        PerformStageResult result = performAway(1, beats);

        assertThat(result).isInstanceOf(Left.class);
        assertThat(beats.count()).isEqualTo(6);
        assertThat(bench.hardware.calls())
                .filteredOn(call -> call.order().type() == COMPUTE)
                .hasSize(6);
    }

    @Test
    void an_end_that_cannot_be_kept_is_no_end() {
        bench.hardware.takes(2, COMPUTE);
        Beats beats = bench.beats().at(1, () -> away.set(true));

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(performAway(1, beats)).isNull());
        away.set(false);
        PerformStageResult again = performAway(1, bench.beats());

        assertThat(again).isEqualTo(new Completed());
        assertThat(bench.report().stages().getFirst().steps().getLast().succeeded())
                .isEqualTo(2);
    }

    @Test
    void what_was_drained_is_told_when_the_store_is_back() {
        bench.hardware.takes(3, NV_SWITCH);
        Beats beats =
                bench.beats().at(1, bench::cancel).at(2, () -> away.set(true)).at(4, () -> away.set(false));

        PerformStageResult result = performAway(2, beats);

        assertThat(result).isInstanceOf(TurnedAway.class);
        assertThat(bench.site.store.lateWords())
                .extracting(LateWord::told)
                .containsExactly("Stage 2, NVSwitch: 2 succeeded, 0 failed");
        assertThat(bench.hardware.calls()).hasSize(3);
    }

    @Test
    void the_work_begins_only_when_the_lease_could_be_kept() {
        away.set(true);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> assertThat(performAway(1, bench.beats())).isNull());

        assertThat(bench.hardware.calls()).isEmpty();
    }

    @Test
    void an_attempt_beats_the_lease_of_its_own_stage_alone() {
        bench.hardware.hold(POWER_SHELF);
        PerformStageResult[] other = new PerformStageResult[1];
        Beats beats = bench.beats()
                .at(1, () -> other[0] = bench.perform(2, bench.beats()))
                .at(2, () -> bench.hardware.release(POWER_SHELF));

        PerformStageResult result = bench.perform(1, beats);

        assertThat(other[0]).isEqualTo(new Completed());
        assertThat(result).isEqualTo(new Completed());
    }

    private PerformStageResult performAway(int stage, Heartbeat heartbeat) {
        return bench.performStage(bench.site.failingWhen(away::get)).perform(bench.attempt(), stage, heartbeat);
    }

    /** The next task's worker has told the hardware something. */
    private void laterGrantActs() {
        Call last = bench.hardware.calls().getLast();
        Order order = last.order();
        assertThat(bench.hardware.abort(new Order(
                        order.task(),
                        order.run(),
                        order.attempt() + 1,
                        new Epoch(2),
                        order.rack(),
                        order.operation(),
                        order.stage(),
                        order.type(),
                        order.components(),
                        2)))
                .isNotEmpty();
    }
}
