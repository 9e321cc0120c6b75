package io.nicotask.application.internal.memory;

import io.nicotask.application.contract.AuditTrailContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;

final class InMemoryAuditTrailTest extends AuditTrailContract {

    InMemoryAuditTrailTest() {
        super(new InMemoryStoreUnderTest(), InMemoryAuditTrail.class);
    }
}
