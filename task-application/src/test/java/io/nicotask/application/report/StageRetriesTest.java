package io.nicotask.application.report;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.NV_SWITCH;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.memory.ScriptedHardware.Call;
import io.nicotask.application.port.Attention;
import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.report.PerformStageResult.Broken;
import io.nicotask.application.report.PerformStageResult.Completed;
import io.nicotask.application.report.PerformStageResult.Left;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.Progress;
import io.nicotask.domain.task.TaskReport.Stage;
import io.nicotask.domain.task.TaskReport.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StageRetriesTest {

    private static final ComponentId SHELF = component(POWER_SHELF, 1);
    private static final ComponentId TRAY = component(COMPUTE, 1);

    private final Bench bench = new Bench();

    @Test
    void what_went_wrong_is_tried_again_and_nothing_else() {
        bench.hardware.breaks(SHELF, "no answer", 2);

        PerformStageResult result = bench.perform(1, bench.beats());

        assertThat(result).isEqualTo(new Completed());
        assertThat(shelfOrders()).extracting(Order::round).containsExactly(1, 2, 3);
        assertThat(shelfOrders().subList(1, 3))
                .allSatisfy(order -> assertThat(order.components()).containsExactly(SHELF));
        assertThat(step(1, 0).succeeded()).isEqualTo(2);
        assertThat(step(1, 0).failed()).isZero();
    }

    @Test
    void what_goes_wrong_more_often_than_the_rule_allows_breaks_the_stage() {
        bench.hardware.breaks(SHELF, "no answer", 3);

        PerformStageResult result = bench.perform(1, bench.beats());

        assertThat(result).isEqualTo(new Broken("no answer"));
        assertThat(shelfOrders()).extracting(Order::round).containsExactly(1, 2, 3);
        assertThat(step(1, 0).succeeded()).isEqualTo(1);
        assertThat(step(1, 0).failed()).isEqualTo(1);
        assertThat(stage(1).progress().error()).isEqualTo("no answer");
        assertThat(stage(2).progress().status()).isEqualTo(Progress.Status.PENDING);
    }

    @Test
    void the_steps_beside_a_broken_one_come_to_their_end() {
        bench.hardware.takes(3, POWER_SHELF);
        bench.hardware.breaks(TRAY, "no answer", 1);

        PerformStageResult result = bench.perform(1, bench.beats());

        assertThat(result).isEqualTo(new Broken("no answer"));
        assertThat(bench.hardware.ended()).extracting(Order::type).containsExactly(COMPUTE, POWER_SHELF);
        assertThat(step(1, 0).succeeded()).isEqualTo(2);
    }

    @Test
    void a_step_that_takes_too_long_is_aborted_and_breaks_the_stage() {
        bench.hardware.hold(COMPUTE);
        Beats beats = bench.beats();

        PerformStageResult result = bench.perform(1, beats);

        assertThat(result).isEqualTo(new Broken("Compute did not finish within 60 s"));
        assertThat(beats.count()).isEqualTo(60);
        assertThat(bench.hardware.aborted()).extracting(Order::type).containsExactly(COMPUTE);
        assertThat(bench.hardware.calls().getLast().kind()).isEqualTo(Call.Kind.ABORT);
        assertThat(bench.site.store.attentions()).isEmpty();
    }

    @Test
    void what_cannot_be_stopped_when_its_time_is_over_must_be_looked_at() {
        bench.hardware.hold(COMPUTE);
        bench.hardware.answersAborts(TRAY, new Abort.CannotStopNow());

        PerformStageResult result = bench.perform(1, bench.beats());

        String why = "Compute did not finish within 60 s";
        assertThat(result).isEqualTo(new Broken(why));
        assertThat(bench.site.store.attentions())
                .containsExactly(new Attention(bench.task.id(), COMPUTE, TRAY, why, bench.site.clock.instant()));
        assertThat(step(1, 2).failed()).isEqualTo(1);
    }

    @Test
    void a_step_that_must_be_finished_is_not_aborted_when_its_time_is_over() {
        bench.hardware.hold(NV_SWITCH);

        PerformStageResult result = bench.perform(2, bench.beats());

        assertThat(result).isEqualTo(new Broken("NVSwitch did not finish within 600 s"));
        assertThat(bench.hardware.aborted()).isEmpty();
        assertThat(bench.site.store.attentions())
                .extracting(Attention::component)
                .containsExactlyInAnyOrder(component(NV_SWITCH, 1), component(NV_SWITCH, 2));
    }

    @Test
    void the_time_of_a_step_goes_on_from_one_attempt_to_the_next() {
        bench.hardware.hold(COMPUTE);
        PerformStageResult first = bench.perform(1, bench.beats().signal(40, Heartbeat.Signal.HAND_OVER));
        Beats rest = bench.beats();

        PerformStageResult second = bench.perform(1, rest);

        assertThat(first).isInstanceOf(Left.class);
        assertThat(second).isEqualTo(new Broken("Compute did not finish within 60 s"));
        assertThat(rest.count()).isEqualTo(20);
    }

    @Test
    void no_new_round_begins_when_the_time_is_over() {
        bench.hardware.takes(62, POWER_SHELF);
        bench.hardware.breaks(SHELF, "no answer", 3);
        bench.hardware.breaks(component(POWER_SHELF, 2), "no answer", 3);

        PerformStageResult result = bench.perform(1, bench.beats());

        assertThat(result).isEqualTo(new Broken("PowerShelf did not finish within 60 s"));
        assertThat(shelfOrders()).extracting(Order::round).containsExactly(1);
    }

    /** The first order of each round. */
    private List<Order> shelfOrders() {
        return bench.hardware.begun().stream()
                .filter(order -> order.type() == POWER_SHELF)
                .toList();
    }

    private Stage stage(int number) {
        return bench.report().stages().get(number - 1);
    }

    private Step step(int stage, int index) {
        return stage(stage).steps().get(index);
    }
}
