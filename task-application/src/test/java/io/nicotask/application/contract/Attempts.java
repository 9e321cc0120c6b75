package io.nicotask.application.contract;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.RackLeases.ProcessId;
import io.nicotask.application.port.RackLeases.Renewal;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.value.TaskId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Attempts under leases, each in a process of its own. */
public final class Attempts {

    private static final AtomicLong PROCESSES = new AtomicLong();

    private final TaskStorage storage;
    private final RackLeases leases;
    private final Map<Long, ProcessId> processes = new ConcurrentHashMap<>();

    private Attempts(TaskStorage storage, RackLeases leases) {
        this.storage = storage;
        this.leases = leases;
    }

    public static Attempts in(TaskStorage storage, RackLeases leases) {
        return new Attempts(storage, leases);
    }

    /** Begins the lease of another process. */
    public ProcessId newProcess() {
        ProcessId process = new ProcessId(new UUID(11, PROCESSES.incrementAndGet()));
        leases.open(process);
        return process;
    }

    /** Acquires a lease for an attempt of the task in a new process. */
    @CanIgnoreReturnValue
    public Lease acquire(TaskScope scope, TaskId task, String work) {
        return acquire(scope, task, work, newProcess());
    }

    /** Acquires a lease for an attempt of the task in the process. */
    @CanIgnoreReturnValue
    public Lease acquire(TaskScope scope, TaskId task, String work, ProcessId process) {
        Lease lease = DirectWrites.to(storage).acquireLease(scope, task, work, process);
        remember(lease, process);
        return lease;
    }

    /** Remembers the process of a lease that was acquired otherwise. */
    public void remember(Lease lease, ProcessId process) {
        processes.put(lease.number(), process);
    }

    /** Renews the lease of the attempt's process, and returns what that says of the attempt. */
    public AttemptRenewal renew(Lease lease) {
        return AttemptRenewal.of(leases.renew(processOf(lease), Set.of()), lease);
    }

    public ProcessId processOf(Lease lease) {
        return Objects.requireNonNull(processes.get(lease.number()));
    }

    /** What a renewal says of an attempt. */
    public enum AttemptRenewal {
        ACTING,
        TASK_ENDED,
        EXPIRED;

        static AttemptRenewal of(Renewal renewal, Lease lease) {
            return switch (renewal) {
                case Renewal.Renewed renewed when renewed.acting().contains(lease.number()) -> ACTING;
                case Renewal.Renewed renewed when renewed.ended().contains(lease.number()) -> TASK_ENDED;
                case Renewal.Renewed renewed -> EXPIRED;
                case Renewal.Expired expired -> EXPIRED;
            };
        }
    }
}
