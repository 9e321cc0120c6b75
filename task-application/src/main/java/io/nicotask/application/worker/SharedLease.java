package io.nicotask.application.worker;

import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RackLeases.Renewal;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One lease of this process, with what its last renewal said about the attempts that share it. Its age counts from before
 * the renewal was sent, by {@link LeaseClock}, so that a process that was paused detects it by itself. Safe for use by
 * several threads.
 */
final class SharedLease {

    /** The part of a lease's duration that is reserved for a call to the hardware. */
    static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration MAX_AGE = RackLeases.DURATION.minus(MARGIN);
    private static final int RETIRED = -1;

    private final ProcessId process;
    private final LeaseClock clock;
    private final AtomicInteger attempts = new AtomicInteger();
    private final Set<Long> unanswered = ConcurrentHashMap.newKeySet();
    private final AtomicReference<LastRenewal> latest;

    /**
     * Creates a lease without attempts.
     *
     * @param askedAt the moment before it was opened
     */
    SharedLease(ProcessId process, LeaseClock clock, LeaseClock.Moment askedAt) {
        this.process = process;
        this.clock = clock;
        this.latest = new AtomicReference<>(new LastRenewal(askedAt, null));
    }

    ProcessId process() {
        return process;
    }

    LeaseClock clock() {
        return clock;
    }

    /** Counts one more attempt; returns false when the lease is no longer renewed. */
    boolean enter() {
        return attempts.updateAndGet(count -> count == RETIRED ? RETIRED : count + 1) != RETIRED;
    }

    void leave() {
        attempts.decrementAndGet();
    }

    /** Lets no attempt enter any more, unless there are attempts. */
    boolean retireIfUnused() {
        return attempts.compareAndSet(0, RETIRED);
    }

    /** Returns whether the lease is so young that a call ends before it expires. */
    boolean isFresh() {
        LastRenewal last = last();
        return !(last.answer() instanceof Renewal.Expired)
                && clock.since(last.askedAt()).compareTo(MAX_AGE) <= 0;
    }

    /** Records that the engine of an attempt does not answer. */
    void doubt(Lease lease) {
        unanswered.add(lease.number());
    }

    /** Returns the attempts whose engine does not answer, and which no renewal has reported. */
    Set<Long> unanswered() {
        return Set.copyOf(unanswered);
    }

    /**
     * Records the answer to a renewal.
     *
     * @param askedAt the moment before it was sent
     * @param reported the unanswered attempts that it has reported
     */
    void record(LeaseClock.Moment askedAt, Renewal answer, Set<Long> reported) {
        unanswered.removeAll(reported);
        latest.accumulateAndGet(
                new LastRenewal(askedAt, answer),
                (before, now) -> before.answer() instanceof Renewal.Expired || before.isAskedAfter(now.askedAt())
                        ? before
                        : now);
    }

    /**
     * Returns what the last renewal said of an attempt.
     *
     * @param acquiredAt a moment after its lease was acquired; renewals from before say nothing of it
     */
    AttemptState stateOf(Lease lease, LeaseClock.Moment acquiredAt) {
        LastRenewal last = last();
        return switch (last.answer()) {
            case null -> AttemptState.ACTING;
            case Renewal.Expired expired -> AttemptState.SUPERSEDED;
            case Renewal.Renewed renewed -> {
                if (renewed.ended().contains(lease.number())) {
                    yield AttemptState.TASK_ENDED;
                }
                yield renewed.acting().contains(lease.number()) || !last.isAskedAfter(acquiredAt)
                        ? AttemptState.ACTING
                        : AttemptState.SUPERSEDED;
            }
        };
    }

    private LastRenewal last() {
        return Objects.requireNonNull(latest.get());
    }

    /** What an attempt may do. */
    enum AttemptState {
        /** It may act. */
        ACTING,
        /** Its task has ended: interruptible work must be aborted. */
        TASK_ENDED,
        /** It must stop acting: the lease has expired, or another attempt has taken over. */
        SUPERSEDED
    }

    /** The last renewal that got an answer, and the moment before it was sent; the answer is null before the first. */
    private record LastRenewal(
            LeaseClock.Moment askedAt, @Nullable Renewal answer) {

        boolean isAskedAfter(LeaseClock.Moment moment) {
            return askedAt.elapsed().compareTo(moment.elapsed()) > 0;
        }
    }
}
