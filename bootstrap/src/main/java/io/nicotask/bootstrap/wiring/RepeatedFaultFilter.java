package io.nicotask.bootstrap.wiring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.nicotask.application.port.StoreUnavailable;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Logs a fault that repeats with its trace once, then with one line a minute that counts it. All failures of the
 * database that are of one kind count as one fault, whatever the caller did. A fault that was away for a minute is new.
 */
public final class RepeatedFaultFilter extends TurboFilter {

    private static final int MINUTE = 60;

    /** Further faults are logged in full. */
    private static final int MAX_FAULTS = 1_000;

    private final Map<Fault, AtomicInteger> repetitions = new ConcurrentHashMap<>();
    private @Nullable ScheduledFuture<?> summaries;

    @Override
    public void start() {
        super.start();
        summaries = getContext()
                .getScheduledExecutorService()
                .scheduleWithFixedDelay(this::summarize, MINUTE, MINUTE, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        if (summaries != null) {
            summaries.cancel(false);
        }
        super.stop();
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        Throwable cause = thrown == null ? MessageFormatter.getThrowableCandidate(arguments) : thrown;
        if (cause == null || !level.isGreaterOrEqual(Level.WARN) || !logger.isEnabledFor(level)) {
            return FilterReply.NEUTRAL;
        }
        Fault fault = Fault.of(logger, MessageFormatter.basicArrayFormat(format, arguments), cause);
        if (repetitions.size() >= MAX_FAULTS && !repetitions.containsKey(fault)) {
            return FilterReply.NEUTRAL;
        }
        AtomicInteger count = repetitions.putIfAbsent(fault, new AtomicInteger());
        if (count == null) {
            return FilterReply.NEUTRAL;
        }
        count.incrementAndGet();
        return FilterReply.DENY;
    }

    /** Logs how often each fault was repeated since the last call, and forgets those that were not. */
    void summarize() {
        repetitions.forEach((fault, count) -> {
            int times = count.getAndSet(0);
            if (times == 0) {
                repetitions.remove(fault);
            } else {
                fault.logger().warn("{} more times in the last minute: {}", times, fault.message());
            }
        });
    }

    /**
     * A fault, by its place and its kind.
     *
     * @param kind the classes and SQL states of its causes; for others than the database's also the message
     */
    private record Fault(Logger logger, String kind, String message) {

        static Fault of(Logger logger, String message, Throwable thrown) {
            String kind = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                    .map(Fault::kindOf)
                    .collect(Collectors.joining(" < "));
            boolean isOfDatabase = thrown instanceof StoreUnavailable || thrown.getCause() instanceof StoreUnavailable;
            return new Fault(logger, isOfDatabase ? kind : kind + " " + message, message);
        }

        private static String kindOf(Throwable cause) {
            return cause.getClass().getName() + (cause instanceof SQLException sql ? " " + sql.getSQLState() : "");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Fault fault && logger.equals(fault.logger) && kind.equals(fault.kind);
        }

        @Override
        public int hashCode() {
            return kind.hashCode();
        }
    }
}
