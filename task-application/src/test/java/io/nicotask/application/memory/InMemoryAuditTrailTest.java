package io.nicotask.application.memory;

import io.nicotask.application.contract.AuditTrailContract;
import io.nicotask.application.internal.memory.InMemoryAuditTrail;

final class InMemoryAuditTrailTest extends AuditTrailContract {

    InMemoryAuditTrailTest() {
        super(new InMemoryStoreUnderTest(), InMemoryAuditTrail.class);
    }
}
