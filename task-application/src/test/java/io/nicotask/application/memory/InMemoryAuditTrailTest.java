package io.nicotask.application.memory;

import io.nicotask.application.contract.AuditTrailContract;

final class InMemoryAuditTrailTest extends AuditTrailContract {

    InMemoryAuditTrailTest() {
        super(new InMemoryStoreUnderTest(), InMemoryAuditTrail.class);
    }
}
