package io.nicotask.application.port;

import io.nicotask.domain.rack.RackQueue.RackConflicts;
import java.time.InstantSource;

/**
 * The ports and policies that every use case on tasks needs.
 *
 * @param storage the decisions on tasks and racks
 * @param tasks finds and lists tasks
 * @param stops finds and lists stops
 * @param queue the work of the background services
 * @param monitor what the engines reported
 * @param leases the attempts that may be acting
 * @param unfinishedSteps the steps that may be acting
 * @param audit the denied requests
 * @param access which callers may act on which tasks
 * @param conflicts which tasks must not overlap on a rack
 * @param clock the time of changes
 */
public record Ports(
        TaskStorage storage,
        TaskQueries tasks,
        StopQueries stops,
        WorkQueue queue,
        WorkflowMonitor monitor,
        RackLeases leases,
        UnfinishedSteps unfinishedSteps,
        AuditTrail audit,
        AccessPolicy access,
        RackConflicts conflicts,
        InstantSource clock) {

    /** Returns the same ports with another storage, such as one that decorates theirs. */
    public Ports withStorage(TaskStorage other) {
        return new Ports(other, tasks, stops, queue, monitor, leases, unfinishedSteps, audit, access, conflicts, clock);
    }
}
