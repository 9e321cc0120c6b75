package io.nicotask.application.memory;

import static io.nicotask.application.memory.ScriptedHardware.component;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.RackHardwareContract;
import io.nicotask.application.memory.ScriptedHardware.Call;
import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Effect;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ScriptedHardwareTest extends RackHardwareContract {

    private static final ComponentId ONE = component(COMPUTE, 1);
    private static final ComponentId TWO = component(COMPUTE, 2);

    private final ScriptedHardware hardware = new ScriptedHardware();

    @Test
    void it_has_as_many_components_as_it_was_told() {
        hardware.has(3, COMPUTE);

        assertThat(hardware.components(order().rack(), COMPUTE))
                .containsExactlyInAnyOrder(ONE, TWO, component(COMPUTE, 3));
    }

    @Test
    void it_takes_as_many_asks_as_it_was_told() {
        hardware.takes(3, COMPUTE);

        assertThat(hardware.advance(order())).containsValue(new Effect.Working());
        assertThat(hardware.advance(order())).containsValue(new Effect.Working());
        assertThat(hardware.advance(order()).values()).containsOnly(new Effect.Done());
    }

    @Test
    void what_is_held_goes_on_until_it_is_released() {
        hardware.hold(COMPUTE);
        Map<ComponentId, Effect> whileHeld = hardware.advance(order());
        hardware.release(COMPUTE);

        assertThat(whileHeld.values()).containsOnly(new Effect.Working());
        assertThat(hardware.advance(order()).values()).containsOnly(new Effect.Done());
    }

    @Test
    void it_breaks_where_and_as_often_as_it_was_told() {
        hardware.breaks(ONE, "no answer", 1);
        hardware.breaks(COMPUTE, "no power");

        assertThat(hardware.advance(order()))
                .containsEntry(ONE, new Effect.Broken("no answer"))
                .containsEntry(TWO, new Effect.Broken("no power"));
        assertThat(hardware.advance(round(2)))
                .containsEntry(ONE, new Effect.Done())
                .containsEntry(TWO, new Effect.Broken("no power"));
    }

    @Test
    void components_at_work_answer_aborts_as_they_were_told() {
        hardware.hold(COMPUTE);
        hardware.answersAborts(ONE, new Abort.CannotStopNow(), new Abort.NeedsAttention("half flashed"));
        assertThat(hardware.advance(order())).hasSize(2);

        assertThat(hardware.abort(order()))
                .containsEntry(ONE, new Abort.CannotStopNow())
                .containsEntry(TWO, new Abort.Stopped());
        assertThat(hardware.abort(order())).containsEntry(ONE, new Abort.NeedsAttention("half flashed"));
        assertThat(hardware.advance(order()).values()).containsOnly(new Effect.Broken("it was stopped"));
    }

    @Test
    void it_remembers_every_call_and_what_began_ended_and_left_off() {
        hardware.takes(2, COMPUTE);
        assertThat(hardware.advance(order())).isNotEmpty();
        assertThat(hardware.advance(order())).isNotEmpty();
        assertThat(hardware.advance(order())).isNotEmpty();
        assertThat(hardware.advance(round(2))).isNotEmpty();
        assertThat(hardware.abort(round(2))).isNotEmpty();
        assertThat(hardware.abort(round(2))).isNotEmpty();

        assertThat(hardware.calls())
                .extracting(Call::kind)
                .containsExactly(
                        Call.Kind.ADVANCE,
                        Call.Kind.ADVANCE,
                        Call.Kind.ADVANCE,
                        Call.Kind.ADVANCE,
                        Call.Kind.ABORT,
                        Call.Kind.ABORT);
        assertThat(hardware.begun()).containsExactly(order(), round(2));
        assertThat(hardware.ended()).containsExactly(order());
        assertThat(hardware.aborted()).containsExactly(round(2));
        assertThat(hardware.refused()).isEmpty();
    }

    @Override
    protected ScriptedHardware hardware() {
        return hardware;
    }

    @Override
    protected Order order() {
        return round(1);
    }

    @Override
    protected void elapse() {
        // It needs no time but that of being asked.
    }

    private static Order round(int round) {
        return new Order(
                new TaskId(new UUID(3, 1)),
                new RunId("run"),
                1,
                new Epoch(2),
                new RackId(new UUID(4, 1)),
                Operation.POWER_ON,
                1,
                COMPUTE,
                Set.of(ONE, TWO),
                round);
    }
}
