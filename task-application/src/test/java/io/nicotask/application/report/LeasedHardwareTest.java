package io.nicotask.application.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.LeaseLapsed;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Epoch;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.RackId;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.TaskId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class LeasedHardwareTest {

    private static final Duration YOUNG = RackLeases.LIMIT.minus(LeasedHardware.MARGIN);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Lease LEASE = new Lease(new TaskId(new UUID(0, 1)), 1, new Epoch(1));

    private final SettableClock time = new SettableClock(Instant.EPOCH);
    private final Stopwatch stopwatch = () -> Duration.between(Instant.EPOCH, time.instant());
    private final ScriptedHardware hardware = new ScriptedHardware();

    @Test
    void calls_are_let_through_while_the_lease_is_young() {
        LeasedHardware leased = leased(() -> Renewal.RENEWED);
        time.tick(YOUNG);

        assertThat(leased.advance(order())).isNotEmpty();
        assertThat(leased.abort(order())).isNotEmpty();

        assertThat(hardware.calls()).hasSize(2);
    }

    @Test
    void no_call_is_let_through_that_could_outlive_the_lease() {
        LeasedHardware leased = leased(() -> Renewal.RENEWED);
        time.tick(YOUNG.plus(MOMENT));

        assertThatExceptionOfType(LeaseLapsed.class)
                .isThrownBy(() -> assertThat(leased.advance(order())).isNull());
        assertThatExceptionOfType(LeaseLapsed.class)
                .isThrownBy(() -> assertThat(leased.abort(order())).isNull());

        assertThat(hardware.calls()).isEmpty();
    }

    @Test
    void the_age_of_a_lease_is_counted_from_before_it_was_asked_for() {
        LeasedHardware leased = leased(() -> {
            time.tick(YOUNG);
            return Renewal.RENEWED;
        });
        assertThat(leased.renew()).isTrue();
        assertThat(leased.advance(order())).isNotEmpty();
        time.tick(MOMENT);

        assertThatExceptionOfType(LeaseLapsed.class)
                .isThrownBy(() -> assertThat(leased.advance(order())).isNull());
    }

    @Test
    void a_lease_that_is_renewed_stays_young() {
        LeasedHardware leased = leased(() -> Renewal.RENEWED);

        for (int beat = 1; beat <= 5; beat++) {
            time.tick(YOUNG);
            assertThat(leased.renew()).isTrue();
            assertThat(leased.advance(order())).isNotEmpty();
        }
    }

    @Test
    void the_lease_of_an_ended_task_stays_young_too() {
        LeasedHardware leased = leased(() -> Renewal.TASK_ENDED);
        time.tick(YOUNG);

        assertThat(leased.renew()).isFalse();

        time.tick(YOUNG);
        assertThat(leased.abort(order())).isNotEmpty();
    }

    @Test
    void a_lease_that_has_lapsed_is_the_end() {
        LeasedHardware leased = leased(() -> Renewal.LAPSED);

        assertThatExceptionOfType(LeaseLapsed.class).isThrownBy(leased::renew);
    }

    @Test
    void a_store_that_is_away_may_come_back_while_the_lease_is_young() {
        LeasedHardware leased = leased(() -> {
            throw new StoreUnavailable("The store is away", new IllegalStateException());
        });
        time.tick(YOUNG);

        assertThat(leased.renew()).isTrue();
        assertThat(leased.advance(order())).isNotEmpty();
        time.tick(MOMENT);

        assertThatExceptionOfType(LeaseLapsed.class).isThrownBy(leased::renew);
    }

    private LeasedHardware leased(Supplier<Renewal> renewal) {
        RackLeases leases = (RackLeases) Proxy.newProxyInstance(
                RackLeases.class.getClassLoader(),
                new Class<?>[] {RackLeases.class},
                (proxy, method, arguments) -> renewal.get());
        return new LeasedHardware(hardware, leases, stopwatch, LEASE, stopwatch.elapsed());
    }

    private Order order() {
        RackId rack = new RackId(new UUID(7, 1));
        return new Order(
                LEASE.task(),
                new RunId("run"),
                LEASE.number(),
                LEASE.epoch(),
                rack,
                Operation.POWER_ON,
                1,
                ComponentType.COMPUTE,
                hardware.components(rack, ComponentType.COMPUTE),
                1);
    }
}
