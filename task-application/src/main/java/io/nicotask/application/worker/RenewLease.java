package io.nicotask.application.worker;

import io.nicotask.application.internal.work.PollingLoop;
import java.time.Duration;
import java.util.List;

/**
 * Renews the lease that all attempts of this process share. A process that executes stages calls it once a second from
 * before its first stage until after its last one.
 */
@FunctionalInterface
public interface RenewLease {

    /** The interval between renewals. */
    Duration INTERVAL = Duration.ofSeconds(1);

    /**
     * Renews the lease, by one statement, and releases what attempts could not release; does nothing while no attempt acts.
     *
     * @throws io.nicotask.application.port.StoreUnavailable when the lease could not be renewed
     */
    void renew();

    /** Renews the lease in the background until the result is closed. */
    static ObserveSteps.Loop start(RenewLease renewLease) {
        return new ObserveSteps.Loop(PollingLoop.start("process-lease", 1, INTERVAL, limit -> {
            renewLease.renew();
            return List.of();
        }));
    }
}
