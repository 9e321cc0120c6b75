package com.example.audit;

import io.nicotask.application.contract.AuditTrailContract;

/** Runs the contract of the port over the audit trail of the service. */
final class AuditLogTest extends AuditTrailContract {

    AuditLogTest() {
        super(new AuditedStoreUnderTest(), AuditLog.class);
    }
}
