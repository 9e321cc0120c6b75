package io.nicotask.application.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.memory.ScriptedHardware;
import io.nicotask.application.memory.SettableClock;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.RackHardware.FencingToken;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.operation.OperationRule.InterruptPolicy;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FencedHardwareTest {

    private static final Duration YOUNG = RackLeases.DURATION.minus(SharedLease.MARGIN);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Lease LEASE = new Lease(new TaskId(new UUID(0, 1)), 1, new FencingToken(1));
    private static final Renewal ACTING = new Renewal.Renewed(Set.of(LEASE.number()), Set.of());

    private final SettableClock time = new SettableClock(Instant.EPOCH);
    private final MonotonicClock clock = () -> Duration.between(Instant.EPOCH, time.instant());
    private final ScriptedHardware hardware = new ScriptedHardware();
    private final List<Set<Long>> reported = new ArrayList<>();
    private ProcessLease process;

    @Test
    void calls_pass_while_the_lease_is_young() {
        FencedHardware fenced = fencedWith(FencedHardwareTest::unavailable);
        time.tick(YOUNG);

        assertThat(fenced.ensure(command())).isNotEmpty();

        assertThat(hardware.calls()).hasSize(1);
    }

    @Test
    void a_call_that_could_outlive_the_lease_is_refused() {
        FencedHardware fenced = fencedWith(FencedHardwareTest::unavailable);
        time.tick(YOUNG.plus(MOMENT));

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());

        assertThat(hardware.calls()).isEmpty();
    }

    @Test
    void a_lease_that_looks_too_old_is_renewed_before_the_call() {
        FencedHardware fenced = fencedWith(() -> ACTING);
        time.tick(YOUNG.plus(MOMENT));

        assertThat(fenced.ensure(command())).isNotEmpty();

        assertThat(reported).hasSize(1);
    }

    @Test
    void the_age_of_a_lease_counts_from_before_its_renewal() {
        AtomicBoolean slow = new AtomicBoolean(true);
        FencedHardware fenced = fencedWith(() -> {
            if (!slow.getAndSet(false)) {
                return unavailable();
            }
            time.tick(YOUNG);
            return ACTING;
        });
        time.tick(MOMENT);
        process.renew();
        assertThat(fenced.ensure(command())).isNotEmpty();
        time.tick(MOMENT);

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());
    }

    @Test
    void an_answer_that_arrives_late_does_not_replace_a_later_one() {
        Deque<Supplier<Renewal>> answers = new ArrayDeque<>();
        FencedHardware fenced = fencedWith(() -> answers.remove().get());
        answers.add(() -> {
            time.tick(MOMENT);
            process.renew();
            return ACTING;
        });
        answers.add(() -> new Renewal.Renewed(Set.of(), Set.of(LEASE.number())));
        time.tick(MOMENT);

        process.renew();

        assertThat(fenced.isTaskRunning()).isFalse();
    }

    @Test
    void a_renewed_lease_stays_young() {
        FencedHardware fenced = fencedWith(() -> ACTING);

        for (int beat = 1; beat <= 5; beat++) {
            time.tick(YOUNG);
            process.renew();
            assertThat(fenced.isTaskRunning()).isTrue();
            assertThat(fenced.ensure(command())).isNotEmpty();
        }
    }

    @Test
    void a_renewal_shows_that_the_task_has_ended() {
        FencedHardware fenced = fencedWith(() -> new Renewal.Renewed(Set.of(), Set.of(LEASE.number())));
        time.tick(YOUNG);
        process.renew();

        assertThat(fenced.isTaskRunning()).isFalse();
    }

    @Test
    void an_attempt_that_a_renewal_does_not_name_makes_no_more_calls() {
        FencedHardware fenced = fencedWith(() -> new Renewal.Renewed(Set.of(), Set.of()));
        time.tick(MOMENT);
        process.renew();

        assertThatExceptionOfType(LeaseExpired.class).isThrownBy(fenced::isTaskRunning);
        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());
    }

    @Test
    void a_renewal_that_was_sent_before_the_attempt_began_says_nothing_of_it() {
        process =
                processWith(() -> new Renewal.Renewed(Set.of(), Set.of()), new LeaseClock(clock, wallStandingStill()));
        SharedLease shared = process.join();
        process.renew();

        FencedHardware fenced = new FencedHardware(hardware, process, shared, LEASE);

        assertThat(fenced.isTaskRunning()).isTrue();
    }

    @Test
    void a_lease_grows_old_by_the_wall_clock_while_the_monotonic_clock_stands_still() {
        FencedHardware fenced = fencedWith(FencedHardwareTest::unavailable, new LeaseClock(() -> Duration.ZERO, time));
        time.tick(YOUNG.plus(MOMENT));

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());
    }

    @ParameterizedTest
    @ValueSource(longs = {-10_800, 0, 10_800})
    void a_lease_grows_old_by_the_monotonic_clock_wherever_the_wall_clock_is_set(long seconds) {
        SettableClock wall = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
        FencedHardware fenced = fencedWith(FencedHardwareTest::unavailable, new LeaseClock(clock, wall));
        wall.tick(Duration.ofSeconds(seconds));
        time.tick(YOUNG.plus(MOMENT));

        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());
    }

    @Test
    void a_wall_clock_that_is_set_back_makes_no_young_lease_old() {
        SettableClock wall = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
        FencedHardware fenced = fencedWith(FencedHardwareTest::unavailable, new LeaseClock(clock, wall));
        wall.tick(Duration.ofHours(-3));
        time.tick(YOUNG);

        assertThat(fenced.ensure(command())).isNotEmpty();
    }

    @Test
    void a_lease_that_has_expired_never_lives_again() {
        AtomicBoolean expired = new AtomicBoolean();
        FencedHardware fenced = fencedWith(() -> expired.getAndSet(true) ? ACTING : new Renewal.Expired());
        time.tick(MOMENT);
        process.renew();

        assertThatExceptionOfType(LeaseExpired.class).isThrownBy(fenced::isTaskRunning);
        assertThatExceptionOfType(LeaseExpired.class)
                .isThrownBy(() -> assertThat(fenced.ensure(command())).isNull());
    }

    @Test
    void a_failed_renewal_is_tolerated_while_the_lease_is_young() {
        FencedHardware fenced = fencedWith(FencedHardwareTest::unavailable);
        time.tick(YOUNG);
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(process::renew);

        assertThat(fenced.isTaskRunning()).isTrue();
        assertThat(fenced.ensure(command())).isNotEmpty();
        time.tick(MOMENT);

        assertThatExceptionOfType(LeaseExpired.class).isThrownBy(fenced::isTaskRunning);
    }

    @Test
    void an_engine_that_does_not_answer_is_reported_every_ten_seconds() {
        FencedHardware fenced = fencedWith(() -> ACTING);

        for (int second = 1; second <= 21; second++) {
            time.tick(Duration.ofSeconds(1));
            fenced.doubt();
            process.renew();
        }

        assertThat(reported).hasSize(21);
        assertThat(reported.stream().filter(Set.of(LEASE.number())::equals)).hasSize(3);
    }

    @Test
    void an_unanswered_attempt_is_reported_until_a_renewal_has_succeeded() {
        AtomicBoolean away = new AtomicBoolean(true);
        FencedHardware fenced = fencedWith(() -> away.getAndSet(false) ? unavailable() : ACTING);
        fenced.doubt();
        time.tick(MOMENT);

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(process::renew);
        process.renew();
        process.renew();

        assertThat(reported).containsExactly(Set.of(LEASE.number()), Set.of(LEASE.number()), Set.of());
    }

    private static Renewal unavailable() {
        throw new StoreUnavailable("The store is unavailable", new IllegalStateException());
    }

    private static InstantSource wallStandingStill() {
        return InstantSource.fixed(Instant.EPOCH);
    }

    private FencedHardware fencedWith(Supplier<Renewal> renewal) {
        return fencedWith(renewal, new LeaseClock(clock, wallStandingStill()));
    }

    private FencedHardware fencedWith(Supplier<Renewal> renewal, LeaseClock leaseClock) {
        process = processWith(renewal, leaseClock);
        return new FencedHardware(hardware, process, process.join(), LEASE);
    }

    @SuppressWarnings("unchecked") // the argument of renew
    private ProcessLease processWith(Supplier<Renewal> renewal, LeaseClock leaseClock) {
        RackLeases leases = (RackLeases) Proxy.newProxyInstance(
                RackLeases.class.getClassLoader(), new Class<?>[] {RackLeases.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        return null;
                    }
                    reported.add((Set<Long>) arguments[1]);
                    return renewal.get();
                });
        return new ProcessLease(leases, leaseClock.monotonic(), leaseClock.wall(), () -> new UUID(13, 1));
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
