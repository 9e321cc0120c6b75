package io.nicotask.application.port;

import io.nicotask.domain.rack.RackConflicts;
import java.time.InstantSource;

/**
 * The ports and policies that every use case on tasks needs.
 *
 * @param tasks the tasks
 * @param racks the reservations of racks and the tasks that wait for one
 * @param leases the attempts that may be acting
 * @param unfinishedSteps the steps that may be acting
 * @param outbox the calls to the workflow engine
 * @param audit the decisions on callers' requests
 * @param access which callers may act on which tasks
 * @param transactions transactions over the stores above
 * @param conflicts which tasks must not overlap on a rack
 * @param clock the time of changes
 */
public record Ports(
        TaskStore tasks,
        RackReservations racks,
        RackLeases leases,
        UnfinishedSteps unfinishedSteps,
        WorkflowOutbox outbox,
        AuditTrail audit,
        AccessPolicy access,
        Transactions transactions,
        RackConflicts conflicts,
        InstantSource clock) {}
