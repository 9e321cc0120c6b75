package io.nicotask.application.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.operation.InterruptPolicy;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.FencingToken;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FencedHardwareTest {

    private static final Duration YOUNG = RackLeases.DURATION.minus(FencedHardware.MARGIN);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Lease LEASE = new Lease(new TaskId(new UUID(0, 1)), 1, new FencingToken(1));

    private final SettableClock time = new SettableClock(Instant.EPOCH);
    private final MonotonicClock clock = () -> Duration.between(Instant.EPOCH, time.instant());
    private final ScriptedHardware hardware = new ScriptedHardware();

    @Test
    void calls_pass_while_the_lease_is_young() {
        FencedHardware fenced = fencedWith(() -> Renewal.RENEWED);
        time.tick(YOUNG);

        assertThat(fenced.ensure(command())).isNotEmpty();

        assertThat(hardware.calls()).hasSize(1);
    }

    @Test
    void a_call_that_could_outlive_the_lease_is_refused() {
        FencedHardware fenced = fencedWith(() -> Renewal.RENEWED);
        time.tick(YOUNG.plus(MOMENT));

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());

        assertThat(hardware.calls()).isEmpty();
    }

    @Test
    void the_age_of_a_lease_counts_from_before_its_renewal() {
        FencedHardware fenced = fencedWith(() -> {
            time.tick(YOUNG);
            return Renewal.RENEWED;
        });
        assertThat(fenced.renew()).isTrue();
        assertThat(fenced.ensure(command())).isNotEmpty();
        time.tick(MOMENT);

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());
    }

    @Test
    void a_renewed_lease_stays_young() {
        FencedHardware fenced = fencedWith(() -> Renewal.RENEWED);

        for (int beat = 1; beat <= 5; beat++) {
            time.tick(YOUNG);
            assertThat(fenced.renew()).isTrue();
            assertThat(fenced.ensure(command())).isNotEmpty();
        }
    }

    @Test
    void a_renewal_returns_whether_the_task_has_ended() {
        FencedHardware fenced = fencedWith(() -> Renewal.TASK_ENDED);
        time.tick(YOUNG);

        assertThat(fenced.renew()).isFalse();
    }

    @Test
    void a_lease_grows_old_by_the_wall_clock_while_the_monotonic_clock_stands_still() {
        FencedHardware fenced = fencedWith(() -> Renewal.RENEWED, new LeaseClock(() -> Duration.ZERO, time));
        time.tick(YOUNG.plus(MOMENT));

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());
    }

    @ParameterizedTest
    @ValueSource(longs = {-10_800, 0, 10_800})
    void a_lease_grows_old_by_the_monotonic_clock_wherever_the_wall_clock_is_set(long seconds) {
        SettableClock wall = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
        FencedHardware fenced = fencedWith(() -> Renewal.RENEWED, new LeaseClock(clock, wall));
        wall.tick(Duration.ofSeconds(seconds));
        time.tick(YOUNG.plus(MOMENT));

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());
    }

    @Test
    void a_wall_clock_that_is_set_back_makes_no_young_lease_old() {
        SettableClock wall = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
        FencedHardware fenced = fencedWith(() -> Renewal.RENEWED, new LeaseClock(clock, wall));
        wall.tick(Duration.ofHours(-3));
        time.tick(YOUNG);

        assertThat(fenced.ensure(command())).isNotEmpty();
    }

    @Test
    void an_expired_lease_cannot_be_renewed() {
        FencedHardware fenced = fencedWith(() -> Renewal.EXPIRED);

        assertThatExceptionOfType(LeaseExpired.class).isThrownBy(fenced::renew);
    }

    @Test
    void a_failed_renewal_is_tolerated_while_the_lease_is_young() {
        FencedHardware fenced = fencedWith(() -> {
            throw new StoreUnavailable("The store is unavailable", new IllegalStateException());
        });
        time.tick(YOUNG);

        assertThat(fenced.renew()).isTrue();
        assertThat(fenced.ensure(command())).isNotEmpty();
        time.tick(MOMENT);

        assertThatExceptionOfType(LeaseExpired.class).isThrownBy(fenced::renew);
    }

    private FencedHardware fencedWith(Supplier<Renewal> renewal) {
        return fencedWith(renewal, new LeaseClock(clock, InstantSource.fixed(Instant.EPOCH)));
    }

    private FencedHardware fencedWith(Supplier<Renewal> renewal, LeaseClock leaseClock) {
        RackLeases leases = (RackLeases) Proxy.newProxyInstance(
                RackLeases.class.getClassLoader(),
                new Class<?>[] {RackLeases.class},
                (proxy, method, arguments) -> renewal.get());
        return new FencedHardware(hardware, leases, leaseClock, LEASE, leaseClock.now());
    }

    private HardwareCommand command() {
        RackId rack = new RackId(new UUID(7, 1));
        return new HardwareCommand(
                LEASE.task(),
                new WorkflowRunId("run"),
                LEASE.number(),
                LEASE.fencingToken(),
                rack,
                Operation.POWER_ON,
                1,
                ComponentType.COMPUTE,
                hardware.components(rack, ComponentType.COMPUTE),
                InterruptPolicy.INTERRUPTIBLE,
                1);
    }
}
