package io.nicotask.bootstrap.wiring;

import io.nicotask.adapter.http.HttpModule.Readiness;
import io.nicotask.application.port.MonotonicClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the server can decide requests and carry the decisions out: the database was writable a moment ago, and
 * every loop turns. A loop of its own checks the database, so that an answer waits for nothing. Safe for use by several
 * threads.
 */
final class ReadinessProbe implements Supplier<Readiness> {

    /** The interval between checks of the database. */
    static final Duration INTERVAL = Duration.ofSeconds(3);

    /** How long a check counts; a check that hangs gives no newer one. */
    static final Duration CHECK_COUNTS = Duration.ofSeconds(8);

    /** A loop that has not turned for so long hangs. */
    static final Duration TURNS_WITHIN = Duration.ofSeconds(20);

    private final BooleanSupplier database;
    private final Supplier<Map<String, Long>> loops;
    private final Supplier<Duration> clockAhead;
    private final MonotonicClock clock;
    private final Map<String, LastTurn> lastTurns = new HashMap<>();
    private volatile @Nullable Duration writableAt;

    /**
     * Counts the database as writable at first, because the start has written to it.
     *
     * @param database whether the database can be written; may take seconds
     * @param loops how often each loop has turned
     * @param clockAhead how far the clock of this process is ahead of the database's
     */
    ReadinessProbe(
            BooleanSupplier database,
            Supplier<Map<String, Long>> loops,
            Supplier<Duration> clockAhead,
            MonotonicClock clock) {
        this.database = database;
        this.loops = loops;
        this.clockAhead = clockAhead;
        this.clock = clock;
        this.writableAt = clock.elapsed();
    }

    /** Checks the database; called by a loop, for which nothing is left to do then. */
    List<Runnable> check(int limit) {
        Duration begun = clock.elapsed();
        writableAt = database.getAsBoolean() ? begun : null;
        return List.of();
    }

    @Override
    public Readiness get() {
        Duration now = clock.elapsed();
        Duration writable = writableAt;
        boolean isWritable = writable != null && now.minus(writable).compareTo(CHECK_COUNTS) < 0;
        return new Readiness(isWritable, stuckLoops(now), clockAhead.get());
    }

    private synchronized List<String> stuckLoops(Duration now) {
        return new TreeMap<>(loops.get())
                .entrySet().stream()
                        .filter(loop -> isStuck(loop.getKey(), loop.getValue(), now))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private boolean isStuck(String loop, long turns, Duration now) {
        LastTurn last = lastTurns.get(loop);
        if (last == null || last.turns() != turns) {
            lastTurns.put(loop, new LastTurn(turns, now));
            return false;
        }
        return now.minus(last.seenAt()).compareTo(TURNS_WITHIN) >= 0;
    }

    /**
     * A turn of a loop.
     *
     * @param turns its number
     * @param seenAt when it was seen first
     */
    private record LastTurn(long turns, Duration seenAt) {}
}
