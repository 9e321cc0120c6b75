package io.nicotask.bootstrap.benchmark;

import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.domain.value.SiteId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Worker processes, one per site, which renew their leases once a second and do nothing else. */
final class WorkerProcesses implements AutoCloseable {

    private static final long INTERVAL = 1_000_000_000;

    private final RackLeases leases;
    private final Set<SiteId> alive = ConcurrentHashMap.newKeySet();
    private final LongAdder renewals = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    WorkerProcesses(RackLeases leases) {
        this.leases = leases;
    }

    /** Starts the process of a site, whose lease was loaded. */
    void start(SiteId site, ProcessId process) {
        alive.add(site);
        Thread.ofVirtual().name("worker").start(() -> run(site, process));
    }

    /** Halts the process. */
    void kill(SiteId site) {
        alive.remove(site);
    }

    /** Returns the figures since the start. */
    Figures figures() {
        return new Figures(renewals.sum(), expired.sum(), nanos.sum() / 1e9);
    }

    private void run(SiteId site, ProcessId process) {
        try {
            while (alive.contains(site)) {
                long begun = System.nanoTime();
                renew(process);
                long rest = begun + INTERVAL - System.nanoTime();
                Thread.sleep(Math.max(0, rest / 1_000_000));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(ProcessId process) {
        long begun = System.nanoTime();
        try {
            if (leases.renew(process, Set.of()) instanceof Renewal.Expired) {
                expired.increment();
            }
        } catch (StoreUnavailable unavailable) {
            expired.increment();
        }
        renewals.increment();
        nanos.add(System.nanoTime() - begun);
    }

    @Override
    public void close() {
        alive.clear();
    }

    /**
     * What renewals cost.
     *
     * @param count how many were made
     * @param expired how many of them came too late
     * @param seconds how long all of them took
     */
    record Figures(double count, double expired, double seconds) {

        Figures minus(Figures earlier) {
            return new Figures(count - earlier.count, expired - earlier.expired, seconds - earlier.seconds);
        }
    }
}
