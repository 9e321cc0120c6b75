package io.nicotask.application.worker;

import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.QuiesceStatus;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.StaleFencingToken;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.value.ComponentId;
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
final class FencedHardware {

    /** What is left of a lease for the call itself. */
    static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(FencedHardware.class.getName());
    private static final Duration MAX_AGE = RackLeases.DURATION.minus(MARGIN);

    private final RackHardware hardware;
    private final RackLeases leases;
    private final MonotonicClock clock;
    private final Lease lease;
    private final AtomicReference<LastRenewal> latest;
    private final AtomicBoolean silent = new AtomicBoolean();

    /**
     * Hardware under a lease.
     *
     * @param takenAt the stopwatch's time before the lease was asked for
     */
    FencedHardware(RackHardware hardware, RackLeases leases, MonotonicClock clock, Lease lease, Duration takenAt) {
        this.hardware = hardware;
        this.leases = leases;
        this.clock = clock;
        this.lease = lease;
        this.latest = new AtomicReference<>(new LastRenewal(takenAt, Renewal.RENEWED));
    }

    Lease lease() {
        return lease;
    }

    Map<ComponentId, ComponentStatus> ensure(HardwareCommand command) {
        return call(command, hardware::ensure);
    }

    Map<ComponentId, QuiesceStatus> quiesce(HardwareCommand command) {
        return call(command, hardware::quiesce);
    }

    /** A call that fails has no answer and is made again at the next beat: what it has set going must be seen to its end. */
    private <T> Map<ComponentId, T> call(HardwareCommand command, Function<HardwareCommand, Map<ComponentId, T>> call) {
        requireFreshLease();
        try {
            Map<ComponentId, T> answers = call.apply(command);
            silent.set(false);
            return answers;
        } catch (StaleFencingToken superseded) {
            throw superseded;
        } catch (RuntimeException failed) {
            Level level = silent.getAndSet(true) ? Level.DEBUG : Level.WARNING;
            LOG.log(level, () -> "The hardware gives no answer to " + command, failed);
            return Map.of();
        }
    }

    /** Renews the lease; whether the task is still Running. A store that is away may come back while the lease lives. */
    boolean renew() {
        Duration asked = clock.elapsed();
        try {
            latest.set(new LastRenewal(asked, leases.renew(lease)));
        } catch (StoreUnavailable away) {
            requireFreshLease();
        }
        return switch (lastRenewal().answer()) {
            case RENEWED -> true;
            case TASK_ENDED -> false;
            case EXPIRED -> throw new LeaseExpired("The lease of " + lease + " has run out");
        };
    }

    private void requireFreshLease() {
        if (clock.elapsed().minus(lastRenewal().requestedAt()).compareTo(MAX_AGE) > 0) {
            throw new LeaseExpired("The lease of " + lease + " is too old");
        }
    }

    private LastRenewal lastRenewal() {
        return Objects.requireNonNull(latest.get());
    }

    /** A renewal that was answered: when it was asked for, and how. */
    private record LastRenewal(Duration requestedAt, Renewal answer) {}
}
