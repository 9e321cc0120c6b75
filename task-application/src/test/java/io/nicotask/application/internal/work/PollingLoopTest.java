package io.nicotask.application.internal.work;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.faults.Fault;
import io.nicotask.faults.FiredFaults;
import io.nicotask.faults.Layer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PollingLoopTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private static final Duration IDLE = Duration.ofMillis(500);

    @Test
    void runs_due_work_until_it_is_closed() {
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<@Nullable Thread> loop = new AtomicReference<>();
        try (PollingLoop polling = PollingLoop.start("test", 2, IDLE, limit -> {
            loop.set(Thread.currentThread());
            return List.of(runs::incrementAndGet);
        })) {
            await().until(() -> runs.get() > 10);
        }

        assertThat(loop.get()).isNotNull().matches(PollingLoopTest::ends);
    }

    @Test
    void a_delivery_that_hangs_delays_no_other() throws InterruptedException {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger others = new AtomicInteger();
        AtomicInteger claims = new AtomicInteger();
        Runnable hanging = () -> awaitQuietly(hang);
        try (PollingLoop polling = PollingLoop.start(
                "test",
                2,
                IDLE,
                limit -> claims.getAndIncrement() == 0 ? List.of(hanging) : List.of(others::incrementAndGet))) {
            await().until(() -> others.get() > 10);
            hang.countDown();
        }

        assertThat(others.get()).isGreaterThan(10);
    }

    @Test
    void claims_no_more_than_it_can_run_at_once() {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger claimed = new AtomicInteger();
        try (PollingLoop polling = PollingLoop.start("test", 3, IDLE, limit -> {
            claimed.addAndGet(limit);
            return Collections.nCopies(limit, () -> awaitQuietly(hang));
        })) {
            await().until(() -> claimed.get() == 3);
            hang.countDown();
        }

        assertThat(claimed.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void runs_all_of_a_claim_that_is_larger_than_its_limit_and_goes_on() {
        AtomicInteger runs = new AtomicInteger();
        try (PollingLoop polling =
                PollingLoop.start("test", 1, IDLE, limit -> Collections.nCopies(limit + 2, runs::incrementAndGet))) {
            await().until(() -> runs.get() > 10);
        }

        assertThat(runs.get() % 3).isZero();
    }

    @Test
    void continues_after_a_failed_claim_and_a_failed_delivery() {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        try (PollingLoop polling = PollingLoop.start("test", 1, IDLE, limit -> switch (calls.getAndIncrement()) {
            case 0 -> throw new IllegalStateException("planted: cannot claim");
            case 1 ->
                List.of(() -> {
                    throw new IllegalStateException("planted: cannot deliver");
                });
            default -> List.of(runs::incrementAndGet);
        })) {
            await().until(() -> runs.get() > 0);
        }

        assertThat(calls.get()).isGreaterThan(2);
    }

    @Test
    void continues_after_an_error_in_a_claim_and_in_a_delivery() {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        try (PollingLoop polling = PollingLoop.start("test", 1, IDLE, limit -> switch (calls.getAndIncrement()) {
            case 0 -> throw new StackOverflowError("planted: cannot claim");
            case 1 ->
                List.of(() -> {
                    throw new StackOverflowError("planted: cannot deliver");
                });
            default -> List.of(runs::incrementAndGet);
        })) {
            await().until(() -> runs.get() > 0);
        }

        assertThat(calls.get()).isGreaterThan(2);
        FiredFaults.count(Fault.ERROR_IN_LOOP, Layer.PARTS, 2);
    }

    @Test
    void polls_at_once_when_it_is_woken() {
        AtomicInteger claims = new AtomicInteger();
        WakeSignal signal = new WakeSignal();
        try (PollingLoop polling =
                PollingLoop.start("test", Thread.ofVirtual().factory(), 1, Duration.ofHours(1), signal, limit -> {
                    claims.incrementAndGet();
                    return List.of();
                })) {
            for (int i = 1; i <= 20; i++) {
                int before = claims.get();
                signal.wake();
                await().until(() -> claims.get() > before);
            }
        }

        assertThat(claims.get()).isGreaterThanOrEqualTo(20);
    }

    /** Work may have waited for the slot of the delivery that has ended. */
    @Test
    void polls_again_as_soon_as_a_delivery_has_ended() {
        AtomicInteger left = new AtomicInteger(1_000);
        AtomicBoolean slot = new AtomicBoolean(true);
        Runnable delivery = () -> {
            left.decrementAndGet();
            slot.set(true);
        };
        try (PollingLoop polling = PollingLoop.start(
                "test",
                2,
                Duration.ofHours(1),
                limit -> left.get() > 0 && slot.getAndSet(false) ? List.of(delivery) : List.of())) {
            await().until(() -> left.get() == 0);
        }
    }

    @Test
    void continues_after_an_interrupt() {
        AtomicInteger calls = new AtomicInteger();
        try (PollingLoop polling = PollingLoop.start("test", 1, IDLE, limit -> {
            calls.incrementAndGet();
            Thread.currentThread().interrupt();
            return List.of();
        })) {
            await().until(() -> calls.get() > 3);
        }
    }

    @Test
    void counts_its_turns() {
        try (PollingLoop polling = PollingLoop.start("test", 1, IDLE, limit -> List.of())) {
            await().until(() -> polling.turns() > 2);
        }
    }

    private static boolean ends(Thread thread) {
        try {
            return thread.join(BOUND);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
