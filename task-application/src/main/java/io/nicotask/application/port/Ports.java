package io.nicotask.application.port;

import io.nicotask.domain.rack.RackConflicts;
import java.time.InstantSource;

/**
 * What every use case that decides upon tasks needs.
 *
 * @param tasks the tasks
 * @param racks who holds a rack and who waits for it
 * @param leases the attempts that may be acting
 * @param outbox what the workflow engine shall be told
 * @param audit the decisions upon callers' wishes
 * @param access who may do what
 * @param transactions all or nothing over the stores above
 * @param conflicts which tasks must not overlap on a rack
 * @param clock the time of changes
 */
public record Ports(
        TaskStore tasks,
        RackReservations racks,
        RackLeases leases,
        WorkflowOutbox outbox,
        AuditTrail audit,
        AccessPolicy access,
        Transactions transactions,
        RackConflicts conflicts,
        InstantSource clock) {}
