package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.DecisionWorkContract;

/** The same on connections of a host. */
final class HostDecisionWorkTest extends DecisionWorkContract {

    HostDecisionWorkTest() {
        super(PostgresStoreUnderTest.emptiedOnHost(), JdbiTaskStorage.class);
    }
}
