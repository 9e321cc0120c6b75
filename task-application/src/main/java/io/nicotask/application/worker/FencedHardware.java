package io.nicotask.application.worker;

import io.nicotask.application.port.LeaseExpired;
import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.StaleFencingToken;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.LeaseClock.Moment;
import io.nicotask.domain.value.ComponentId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The rack's hardware under the lease of one attempt. Allows a call only while the lease is young enough that the call
 * ends before it expires. The age counts from before the renewal was sent, by {@link LeaseClock}, so that a process
 * that was paused detects it by itself.
 */
final class FencedHardware {

    /** The part of a lease's duration that is reserved for the call itself. */
    static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(FencedHardware.class.getName());
    private static final Duration MAX_AGE = RackLeases.DURATION.minus(MARGIN);

    private final RackHardware hardware;
    private final RackLeases leases;
    private final LeaseClock clock;
    private final Lease lease;
    private final AtomicReference<LastRenewal> latest;
    private final AtomicBoolean silent = new AtomicBoolean();

    /**
     * Creates the hardware for a lease.
     *
     * @param requestedAt the moment before the lease was acquired
     */
    FencedHardware(RackHardware hardware, RackLeases leases, LeaseClock clock, Lease lease, Moment requestedAt) {
        this.hardware = hardware;
        this.leases = leases;
        this.clock = clock;
        this.lease = lease;
        this.latest = new AtomicReference<>(new LastRenewal(requestedAt, Renewal.RENEWED));
    }

    Lease lease() {
        return lease;
    }

    /**
     * Returns no status when the call fails; the caller repeats it with the next heartbeat, because work that has begun
     * must be observed until it ends.
     */
    Map<ComponentId, ComponentStatus> ensure(HardwareCommand command) {
        requireFreshLease();
        try {
            Map<ComponentId, ComponentStatus> answers = hardware.ensure(command);
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

    /**
     * Renews the lease, and returns whether the task is still Running. When the store is unavailable, the last renewal
     * counts while the lease is young enough.
     */
    boolean renew() {
        Moment asked = clock.now();
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
        if (clock.since(lastRenewal().requestedAt()).compareTo(MAX_AGE) > 0) {
            throw new LeaseExpired("The lease of " + lease + " is too old");
        }
    }

    private LastRenewal lastRenewal() {
        return Objects.requireNonNull(latest.get());
    }

    /** The last renewal that got a reply, and the moment before it was sent. */
    private record LastRenewal(Moment requestedAt, Renewal answer) {}
}
