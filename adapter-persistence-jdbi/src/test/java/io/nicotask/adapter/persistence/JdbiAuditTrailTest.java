package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.AuditTrailContract;

final class JdbiAuditTrailTest extends AuditTrailContract {

    JdbiAuditTrailTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiAuditTrail.class);
    }
}
