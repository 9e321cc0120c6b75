package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.StepEnd;
import io.nicotask.application.port.RackHardware.StepOrder;
import io.nicotask.domain.task.ComponentType;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link RackHardware} does. */
public abstract class RackHardwareContract {

    /** The hardware under test. */
    protected abstract RackHardware hardware();

    /** A step on components that the rack has, which succeeds. */
    protected abstract StepOrder order();

    @ParameterizedTest
    @EnumSource
    void a_rack_keeps_its_components(ComponentType type) {
        int count = hardware().count(order().rack(), type);

        assertThat(count).isNotNegative();
        assertThat(hardware().count(order().rack(), type)).isEqualTo(count);
    }

    @Test
    void a_step_beats_until_it_ends_and_counts_what_is_there() {
        int total = hardware().count(order().rack(), order().type());
        AtomicInteger beats = new AtomicInteger();

        StepEnd end = hardware().perform(order(), (succeeded, failed) -> {
            assertThat(succeeded).isNotNegative();
            assertThat(failed).isNotNegative();
            assertThat(succeeded + failed).isLessThanOrEqualTo(total);
            beats.incrementAndGet();
        });

        assertThat(end).isEqualTo(new StepEnd.Done());
        assertThat(beats).hasPositiveValue();
    }

    @Test
    void a_step_that_is_done_can_be_done_again() {
        StepEnd first = hardware().perform(order(), (succeeded, failed) -> {});

        StepEnd second = hardware().perform(order(), (succeeded, failed) -> {});

        assertThat(second).isEqualTo(first);
    }

    @Test
    void a_step_stops_at_the_beat_that_throws_and_throws_the_same() {
        RuntimeException stop = new RuntimeException("stop");
        AtomicInteger beats = new AtomicInteger();

        assertThatThrownBy(() -> {
                    StepEnd end = hardware().perform(order(), (succeeded, failed) -> {
                        beats.incrementAndGet();
                        throw stop;
                    });
                    assertThat(end).isNull();
                })
                .isSameAs(stop);

        assertThat(beats).hasValue(1);
    }
}
