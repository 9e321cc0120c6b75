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
 * The rack's hardware under the lease of one attempt. Allows a call only while the lease is young enough that the call
 * ends before another task can have the rack. The age counts from before the renewal was sent, by a monotonic clock, so
 * that a process that was paused detects it by itself.
 */
final class FencedHardware {

    /** The part of a lease's duration that is reserved for the call itself. */
    static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(FencedHardware.class.getName());
    private static final Duration MAX_AGE = RackLeases.DURATION.minus(MARGIN);

    private final RackHardware hardware;
    private final RackLeases leases;
    private final MonotonicClock clock;
    private final Lease lease;
    private final AtomicReference<LastRenewal> latest;
    private final AtomicBoolean unresponsive = new AtomicBoolean();

    /**
     * Creates the hardware for a lease.
     *
     * @param acquiredAt the monotonic time before the lease was acquired
     */
    FencedHardware(RackHardware hardware, RackLeases leases, MonotonicClock clock, Lease lease, Duration acquiredAt) {
        this.hardware = hardware;
        this.leases = leases;
        this.clock = clock;
        this.lease = lease;
        this.latest = new AtomicReference<>(new LastRenewal(acquiredAt, Renewal.RENEWED));
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

    /**
     * Returns no status when the call fails; the caller repeats it with the next heartbeat, because work that has begun
     * must be observed until it ends.
     */
    private <T> Map<ComponentId, T> call(HardwareCommand command, Function<HardwareCommand, Map<ComponentId, T>> call) {
        requireFreshLease();
        try {
            Map<ComponentId, T> replies = call.apply(command);
            unresponsive.set(false);
            return replies;
        } catch (StaleFencingToken stale) {
            throw stale;
        } catch (RuntimeException failed) {
            Level level = unresponsive.getAndSet(true) ? Level.DEBUG : Level.WARNING;
            LOG.log(level, () -> "The hardware did not reply to " + command, failed);
            return Map.of();
        }
    }

    /**
     * Renews the lease, and returns whether the task is still Running. When the store is unavailable, the last renewal
     * counts while the lease is young enough.
     */
    boolean renew() {
        Duration requestedAt = clock.elapsed();
        try {
            latest.set(new LastRenewal(requestedAt, leases.renew(lease)));
        } catch (StoreUnavailable unavailable) {
            requireFreshLease();
        }
        return switch (lastRenewal().result()) {
            case RENEWED -> true;
            case TASK_ENDED -> false;
            case EXPIRED -> throw new LeaseExpired("The lease of " + lease + " has expired");
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

    /** The last renewal that got a reply, and the time before it was sent. */
    private record LastRenewal(Duration requestedAt, Renewal result) {}
}
