package io.nicotask.application.port;

import io.nicotask.domain.rack.RackConflicts;
import java.time.InstantSource;

/**
 * The ports and policies that every use case on tasks needs.
 *
 * @param storage the decisions on tasks and racks
 * @param tasks finds and lists tasks
 * @param outbox the calls to the workflow engine
 * @param racks the racks to check
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
        WorkflowOutbox outbox,
        RackChecks racks,
        RackLeases leases,
        UnfinishedSteps unfinishedSteps,
        AuditTrail audit,
        AccessPolicy access,
        RackConflicts conflicts,
        InstantSource clock) {}
