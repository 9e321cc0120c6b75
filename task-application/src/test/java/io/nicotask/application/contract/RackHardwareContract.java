package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Effect;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.SupersededEpoch;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RackHardware} does. */
public abstract class RackHardwareContract {

    private static final int PATIENCE = 1_000;

    /** The hardware under test. */
    protected abstract RackHardware hardware();

    /** An order of the second epoch to two or more components that the rack has, which they carry out well. */
    protected abstract Order order();

    /** Lets some of the time go by that the hardware needs. */
    protected abstract void elapse();

    /** Whether this hardware knows epochs. */
    protected boolean checksEpochs() {
        return true;
    }

    @ParameterizedTest
    @EnumSource
    void a_rack_keeps_its_components(ComponentType type) {
        Set<ComponentId> components = hardware().components(order().rack(), type);

        assertThat(hardware().components(order().rack(), type)).isEqualTo(components);
    }

    @Test
    void an_order_is_carried_out_while_it_is_asked_for_and_stays_done() {
        Map<ComponentId, Effect> end = carriedOut(order());

        assertThat(end).containsOnlyKeys(order().components());
        assertThat(end.values()).containsOnly(new Effect.Done());
        assertThat(hardware().advance(order())).isEqualTo(end);
    }

    @Test
    void another_attempt_finds_done_what_the_first_has_done() {
        Map<ComponentId, Effect> end = carriedOut(order());
        Order other = changed(order(), order().attempt() + 1, order().epoch(), order().components());

        assertThat(hardware().advance(other)).isEqualTo(end);
    }

    @Test
    void an_order_to_some_of_the_components_answers_for_them_alone() {
        assertThat(hardware().advance(order())).containsOnlyKeys(order().components());

        Order some = toOne(order());

        assertThat(carriedOut(some)).containsOnlyKeys(some.components());
        assertThat(carriedOut(order()).values()).containsOnly(new Effect.Done());
    }

    @Test
    void an_abort_comes_to_an_end_and_can_be_repeated() {
        assertThat(hardware().advance(order())).isNotEmpty();

        Map<ComponentId, Abort> end = aborted(order());

        assertThat(end).containsOnlyKeys(order().components());
        assertThat(hardware().abort(order()).values()).doesNotContain(new Abort.CannotStopNow());
    }

    @Test
    void components_that_have_ended_or_never_begun_have_nothing_to_leave_off() {
        Order ended = toOne(order());
        assertThat(carriedOut(ended)).isNotEmpty();

        Map<ComponentId, Abort> answers = hardware().abort(order());

        assertThat(answers).containsOnlyKeys(order().components());
        assertThat(answers.values()).containsOnly(new Abort.Stopped());
    }

    @Test
    void an_order_of_an_earlier_epoch_is_refused() {
        assumeThat(checksEpochs()).isTrue();
        assertThat(hardware().advance(order())).isNotEmpty();
        Order earlier = changed(order(), order().attempt(), new Epoch(1), order().components());

        assertThatExceptionOfType(SupersededEpoch.class)
                .isThrownBy(() -> assertThat(hardware().advance(earlier)).isNull());
        assertThatExceptionOfType(SupersededEpoch.class)
                .isThrownBy(() -> assertThat(hardware().abort(earlier)).isNull());

        assertThat(carriedOut(order()).values()).containsOnly(new Effect.Done());
    }

    @Test
    void an_earlier_epoch_is_good_for_components_that_have_seen_no_later_one() {
        Order later = toOne(order());
        assertThat(hardware().advance(later)).isNotEmpty();
        Set<ComponentId> others = new HashSet<>(order().components());
        others.removeAll(later.components());
        Order earlier = changed(order(), order().attempt(), new Epoch(1), others);

        assertThat(carriedOut(earlier).values()).containsOnly(new Effect.Done());
    }

    private Map<ComponentId, Effect> carriedOut(Order order) {
        for (int asked = 1; asked <= PATIENCE; asked++) {
            Map<ComponentId, Effect> effects = hardware().advance(order);
            if (!effects.containsValue(new Effect.Working())) {
                return effects;
            }
            elapse();
        }
        throw new AssertionError(order + " comes to no end");
    }

    private Map<ComponentId, Abort> aborted(Order order) {
        for (int asked = 1; asked <= PATIENCE; asked++) {
            Map<ComponentId, Abort> answers = hardware().abort(order);
            if (!answers.containsValue(new Abort.CannotStopNow())) {
                return answers;
            }
            elapse();
        }
        throw new AssertionError(order + " cannot be stopped at all");
    }

    private static Order toOne(Order order) {
        ComponentId one = order.components().iterator().next();
        return changed(order, order.attempt(), order.epoch(), Set.of(one));
    }

    private static Order changed(Order order, long attempt, Epoch epoch, Set<ComponentId> components) {
        return new Order(
                order.task(),
                order.run(),
                attempt,
                epoch,
                order.rack(),
                order.operation(),
                order.stage(),
                order.type(),
                components,
                order.round());
    }
}
