package io.nicotask.application.report;

import io.nicotask.application.port.LeaseLapsed;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.Abort;
import io.nicotask.application.port.RackHardware.Effect;
import io.nicotask.application.port.RackHardware.Order;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.Stopwatch;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.SupersededEpoch;
import io.nicotask.domain.task.ComponentId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The hardware as one attempt may use it: only while its lease is young enough that the call ends before the rack can
 * belong to another. The age is measured here, from before the renewal was asked for, so that a process that was paused
 * finds out by itself.
 */
final class LeasedHardware {

    /** What is left of a lease for the call itself. */
    static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(LeasedHardware.class.getName());
    private static final Duration OLDEST = RackLeases.LIMIT.minus(MARGIN);

    private final RackHardware hardware;
    private final RackLeases leases;
    private final Stopwatch stopwatch;
    private final Lease lease;
    private final AtomicReference<Beat> latest;
    private final AtomicBoolean silent = new AtomicBoolean();

    /**
     * Hardware under a lease.
     *
     * @param takenAt the stopwatch's time before the lease was asked for
     */
    LeasedHardware(RackHardware hardware, RackLeases leases, Stopwatch stopwatch, Lease lease, Duration takenAt) {
        this.hardware = hardware;
        this.leases = leases;
        this.stopwatch = stopwatch;
        this.lease = lease;
        this.latest = new AtomicReference<>(new Beat(takenAt, Renewal.RENEWED));
    }

    Lease lease() {
        return lease;
    }

    Map<ComponentId, Effect> advance(Order order) {
        return answerTo(order, hardware::advance);
    }

    Map<ComponentId, Abort> abort(Order order) {
        return answerTo(order, hardware::abort);
    }

    /** A call that fails has no answer and is made again at the next beat: what it has set going must be seen to its end. */
    private <T> Map<ComponentId, T> answerTo(Order order, Function<Order, Map<ComponentId, T>> call) {
        requireYoung();
        try {
            Map<ComponentId, T> answers = call.apply(order);
            silent.set(false);
            return answers;
        } catch (SupersededEpoch superseded) {
            throw superseded;
        } catch (RuntimeException failed) {
            Level level = silent.getAndSet(true) ? Level.DEBUG : Level.WARNING;
            LOG.log(level, () -> "The hardware gives no answer to " + order, failed);
            return Map.of();
        }
    }

    /** Renews the lease; whether the task is still Running. A store that is away may come back while the lease lives. */
    boolean renew() {
        Duration asked = stopwatch.elapsed();
        try {
            latest.set(new Beat(asked, leases.renew(lease)));
        } catch (StoreUnavailable away) {
            requireYoung();
        }
        return switch (lastBeat().answer()) {
            case RENEWED -> true;
            case TASK_ENDED -> false;
            case LAPSED -> throw new LeaseLapsed("The lease of " + lease + " has run out");
        };
    }

    private void requireYoung() {
        if (stopwatch.elapsed().minus(lastBeat().at()).compareTo(OLDEST) > 0) {
            throw new LeaseLapsed("The lease of " + lease + " is too old");
        }
    }

    private Beat lastBeat() {
        return Objects.requireNonNull(latest.get());
    }

    /** A renewal that was answered: when it was asked for, and how. */
    private record Beat(Duration at, Renewal answer) {}
}
