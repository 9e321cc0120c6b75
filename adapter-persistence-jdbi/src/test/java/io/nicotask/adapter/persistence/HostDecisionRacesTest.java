package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.DecisionRacesContract;

/** The same on connections of a host. */
final class HostDecisionRacesTest extends DecisionRacesContract {

    HostDecisionRacesTest() {
        super(PostgresStoreUnderTest.emptiedOnHost(), JdbiTaskStorage.class);
    }
}
