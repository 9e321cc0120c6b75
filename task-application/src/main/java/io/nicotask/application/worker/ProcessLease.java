package io.nicotask.application.worker;

import io.nicotask.application.port.MonotonicClock;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.worker.RackOperationUseCases.RenewLease;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The lease of this process. All its attempts share one, which is renewed once a second while there are any. Once it has
 * expired, its attempts have ended for good, and the next attempt begins under another one. Safe for use by several
 * threads.
 */
final class ProcessLease implements RenewLease {

    private static final Logger LOG = System.getLogger(ProcessLease.class.getName());

    private final RackLeases leases;
    private final LeaseClock clock;
    private final Supplier<UUID> ids;
    private final Queue<SharedLease> held = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> releases = new ConcurrentLinkedQueue<>();

    /**
     * Creates the lease of a process that has no attempts yet.
     *
     * @param leases the leases of all processes
     * @param monotonic a clock that no one sets
     * @param wall the wall clock
     * @param ids supplies unused ids, such as random ones
     */
    ProcessLease(RackLeases leases, MonotonicClock monotonic, InstantSource wall, Supplier<UUID> ids) {
        this.leases = leases;
        this.clock = new LeaseClock(monotonic, wall);
        this.ids = ids;
    }

    /**
     * Returns a lease under which an attempt may begin; {@link SharedLease#leave} is called when the attempt has ended.
     *
     * @throws StoreUnavailable when no lease could be opened
     */
    SharedLease join() {
        for (SharedLease shared : held) {
            if (shared.isFresh() && shared.enter()) {
                return shared;
            }
        }
        LeaseClock.Moment askedAt = clock.now();
        ProcessId process = new ProcessId(ids.get());
        leases.open(process);
        SharedLease opened = new SharedLease(process, clock, askedAt);
        opened.enter();
        held.add(opened);
        return opened;
    }

    /** Usually there is one lease; more after one that grew too old, or when attempts began at the same time. */
    @Override
    public void renew() {
        held.removeIf(SharedLease::retireIfUnused);
        held.forEach(this::renew);
        releaseAgain();
    }

    /** Renews a lease that its attempts share. */
    void renew(SharedLease shared) {
        LeaseClock.Moment askedAt = clock.now();
        Set<Long> unanswered = shared.unanswered();
        Renewal answer = leases.renew(shared.process(), unanswered);
        shared.record(askedAt, answer, unanswered);
        if (answer instanceof Renewal.Expired) {
            held.remove(shared);
        }
    }

    /** Tries to release the lease of an attempt, and again with each renewal until that has succeeded. */
    void release(Runnable release) {
        if (!tryToRelease(release)) {
            releases.add(release);
        }
    }

    private void releaseAgain() {
        for (Runnable release : List.copyOf(releases)) {
            if (!tryToRelease(release)) {
                return;
            }
            releases.remove(release);
        }
    }

    private static boolean tryToRelease(Runnable release) {
        try {
            release.run();
            return true;
        } catch (StoreUnavailable unavailable) {
            LOG.log(Level.DEBUG, "The lease of an attempt could not be released yet", unavailable);
            return false;
        }
    }
}
