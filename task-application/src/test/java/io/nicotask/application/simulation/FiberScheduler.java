package io.nicotask.application.simulation;

import io.nicotask.application.memory.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses which fiber runs next and how far virtual time advances, both by the seeded random numbers. */
final class FiberScheduler {

    private static final int LEAP_PER_MILLE = 30;

    private final SeededRandom random;
    private final List<SettableClock> clocks;
    private final List<Fiber> fibers = new ArrayList<>();
    private @Nullable Fiber current;
    private long now;
    private boolean delaysEnded;

    FiberScheduler(SeededRandom random, List<SettableClock> clocks) {
        this.random = random;
        this.clocks = clocks;
    }

    /** Virtual time since the start, in milliseconds. */
    long now() {
        return now;
    }

    /** The running fiber, or null between turns. */
    @Nullable
    Fiber current() {
        return current;
    }

    Fiber spawn(String name, Runnable body) {
        Fiber fiber = new Fiber(name, body);
        fiber.wakeAt = now;
        fibers.add(fiber);
        return fiber;
    }

    /** From now on time advances only while no fiber can run; delayed fibers can run at once. */
    void endDelays() {
        delaysEnded = true;
        fibers.stream().filter(fiber -> fiber.delayed).forEach(fiber -> fiber.wakeAt = now);
    }

    /** Runs one fiber for one turn and returns it. */
    Fiber turn() {
        if (!delaysEnded && random.chance(LEAP_PER_MILLE)) {
            advanceTime(leap());
        }
        Fiber next = next();
        current = next;
        next.resume();
        current = null;
        if (next.hasEnded()) {
            fibers.remove(next);
        }
        return next;
    }

    /** Ends all fibers. */
    void dismissAll() {
        while (!fibers.isEmpty()) {
            Fiber last = fibers.removeLast();
            current = last;
            last.dismiss();
        }
        current = null;
    }

    /** Suspends the current fiber for at least this time. */
    void sleep(long millis) {
        wait(now + millis, Long.MAX_VALUE, false);
    }

    /** As {@link #sleep}, for a delay that a fault causes: {@link #endDelays} ends it. */
    void delay(long millis) {
        wait(now + millis, Long.MAX_VALUE, true);
    }

    /** Advances virtual time while no other fiber runs. */
    void advanceTime(long millis) {
        long limit = fibers.stream().mapToLong(fiber -> fiber.latestWake).min().orElse(Long.MAX_VALUE);
        long passed = Math.min(millis, limit - now);
        Duration duration = Duration.ofMillis(passed);
        now += passed;
        clocks.forEach(clock -> clock.tick(duration));
    }

    private void wait(long wakeAt, long latestWake, boolean delayed) {
        Fiber fiber = current;
        if (fiber == null) {
            throw new IllegalStateException("No fiber is running");
        }
        fiber.wakeAt = wakeAt;
        fiber.latestWake = latestWake;
        fiber.delayed = delayed;
        fiber.yieldTurn();
        fiber.latestWake = Long.MAX_VALUE;
        fiber.delayed = false;
    }

    private Fiber next() {
        List<Fiber> awake = awake();
        if (awake.isEmpty()) {
            advanceTime(fibers.stream().mapToLong(fiber -> fiber.wakeAt).min().orElseThrow() - now);
            awake = awake();
        }
        List<Fiber> urgent =
                awake.stream().filter(fiber -> fiber.latestWake <= now).toList();
        return random.pick(urgent.isEmpty() ? awake : urgent);
    }

    private List<Fiber> awake() {
        return fibers.stream().filter(fiber -> fiber.wakeAt <= now).toList();
    }

    /** Usually shorter than any timeout, sometimes longer than the longest lease. */
    private long leap() {
        int kind = random.nextInt(100);
        if (kind < 70) {
            return random.between(1, 300);
        }
        return kind < 97 ? random.between(300, 3_000) : random.between(3_000, 20_000);
    }
}
