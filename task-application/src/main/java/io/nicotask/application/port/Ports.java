package io.nicotask.application.port;

import java.time.InstantSource;

/**
 * What every use case that decides upon tasks needs.
 *
 * @param tasks the tasks
 * @param outbox what the workflow engine shall be told
 * @param audit the decisions upon callers' wishes
 * @param access who may do what
 * @param transactions all or nothing over the three stores above
 * @param clock the time of changes
 */
public record Ports(
        TaskStore tasks,
        WorkflowOutbox outbox,
        AuditTrail audit,
        AccessPolicy access,
        Transactions transactions,
        InstantSource clock) {}
