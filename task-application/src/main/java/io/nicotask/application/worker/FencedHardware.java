package io.nicotask.application.worker;

import io.nicotask.application.port.RackHardware;
import io.nicotask.application.port.RackHardware.ComponentStatus;
import io.nicotask.application.port.RackHardware.HardwareCommand;
import io.nicotask.application.port.RackHardware.StaleFencingToken;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.LeaseExpired;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.LeaseClock.Moment;
import io.nicotask.application.worker.SharedLease.AttemptState;
import io.nicotask.domain.value.ComponentId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The rack's hardware under the lease of one attempt. Allows a call only while the lease of the process is young enough
 * that the call ends before it expires, and no renewal has ended the attempt.
 */
final class FencedHardware {

    /** The interval at which the check of a workflow is requested whose engine does not answer. */
    static final Duration DOUBT_INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(FencedHardware.class.getName());

    private final RackHardware hardware;
    private final ProcessLease process;
    private final SharedLease shared;
    private final Lease lease;
    private final Moment acquiredAt;
    private final AtomicBoolean silent = new AtomicBoolean();
    private final AtomicReference<@Nullable Moment> doubtedAt = new AtomicReference<>();

    /** Creates the hardware for a lease that was acquired just now under that of the process. */
    FencedHardware(RackHardware hardware, ProcessLease process, SharedLease shared, Lease lease) {
        this.hardware = hardware;
        this.process = process;
        this.shared = shared;
        this.lease = lease;
        this.acquiredAt = shared.clock().now();
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

    /** Returns whether the task is still Running, as far as the last renewal says. */
    boolean isTaskRunning() {
        requireFreshLease();
        return shared.stateOf(lease, acquiredAt) == AttemptState.ACTING;
    }

    /** Requests a check of the workflow, because the engine does not answer the attempt. */
    void doubt() {
        Moment last = doubtedAt.get();
        if (last == null || shared.clock().since(last).compareTo(DOUBT_INTERVAL) >= 0) {
            shared.doubt(lease);
            doubtedAt.set(shared.clock().now());
        }
    }

    /** A lease that looks too old may be renewed in time: the wall clock may have been set. */
    private void requireFreshLease() {
        if (!shared.isFresh()) {
            renew();
        }
        if (shared.stateOf(lease, acquiredAt) == AttemptState.SUPERSEDED) {
            throw new LeaseExpired("The lease of " + lease + " has run out");
        }
        if (!shared.isFresh()) {
            throw new LeaseExpired("The lease of " + lease + " is too old");
        }
    }

    private void renew() {
        try {
            process.renew(shared);
        } catch (StoreUnavailable away) {
            LOG.log(Level.DEBUG, () -> "The lease of " + lease + " could not be renewed", away);
        }
    }
}
