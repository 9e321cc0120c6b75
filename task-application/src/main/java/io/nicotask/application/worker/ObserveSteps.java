package io.nicotask.application.worker;

import com.google.errorprone.annotations.CheckReturnValue;
import io.nicotask.application.internal.work.PollingLoop;
import io.nicotask.application.port.Ports;
import io.nicotask.application.port.RackHardware;
import io.nicotask.domain.value.SiteId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Observes the unfinished steps of ended tasks until each was seen to end. Every process that hosts hardware of a site
 * runs it, also for steps that other processes began. It calls {@link RackHardware#quiesce} only, which begins nothing,
 * and needs neither the workflow engine nor a lease. Two observers of one step do no harm.
 */
@FunctionalInterface
@CheckReturnValue
public interface ObserveSteps {

    /** Claims steps that are due at these sites, and returns their observations, to be run in any order. */
    List<Runnable> claimDue(Set<SiteId> sites, int limit);

    /** The longest time until a step that must be observed is claimed. */
    Duration IDLE_DELAY = Duration.ofSeconds(1);

    /** Observes the steps of the sites in the background until the result is closed. */
    static Loop start(ObserveSteps observeSteps, Set<SiteId> sites) {
        return new Loop(PollingLoop.start(
                "step-observer", PollingLoop.UNLIMITED, IDLE_DELAY, limit -> observeSteps.claimDue(sites, limit)));
    }

    /** Creates the use case with the given ports. */
    static ObserveSteps using(Ports ports, RackHardware hardware) {
        return new DrainObserver(ports, hardware);
    }

    /** The background work of one process. */
    final class Loop implements AutoCloseable {

        private final PollingLoop loop;

        Loop(PollingLoop loop) {
            this.loop = loop;
        }

        /** Returns how often work was claimed: a loop whose number does not change within seconds hangs. */
        public long turns() {
            return loop.turns();
        }

        /** Stops claiming work, and returns within seconds. */
        @Override
        public void close() {
            loop.close();
        }
    }
}
