package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.DecisionWorkContract;

final class JdbiDecisionWorkTest extends DecisionWorkContract {

    JdbiDecisionWorkTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }
}
