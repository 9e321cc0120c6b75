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
 * @param keys the idempotency keys of submits
 * @param access which callers may act on which tasks
 * @param transactions transactions over the stores above
 * @param conflicts which tasks must not overlap on a rack
 * @param clock the time of changes
 * @param storage the decisions on the tasks and racks of these stores
 */
public record Ports(
        TaskStore tasks,
        RackReservations racks,
        RackLeases leases,
        UnfinishedSteps unfinishedSteps,
        WorkflowOutbox outbox,
        AuditTrail audit,
        IdempotencyKeys keys,
        AccessPolicy access,
        Transactions transactions,
        RackConflicts conflicts,
        InstantSource clock,
        TaskStorage storage) {

    /** Creates ports whose decisions are carried out on the stores, one call after the other. */
    public Ports(
            TaskStore tasks,
            RackReservations racks,
            RackLeases leases,
            UnfinishedSteps unfinishedSteps,
            WorkflowOutbox outbox,
            AuditTrail audit,
            IdempotencyKeys keys,
            AccessPolicy access,
            Transactions transactions,
            RackConflicts conflicts,
            InstantSource clock) {
        this(
                tasks,
                racks,
                leases,
                unfinishedSteps,
                outbox,
                audit,
                keys,
                access,
                transactions,
                conflicts,
                clock,
                new PortsTaskStorage(tasks, racks, leases, unfinishedSteps, outbox, audit, keys, transactions, clock));
    }
}
