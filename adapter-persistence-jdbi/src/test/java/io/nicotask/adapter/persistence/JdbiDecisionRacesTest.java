package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.DecisionRacesContract;

final class JdbiDecisionRacesTest extends DecisionRacesContract {

    JdbiDecisionRacesTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }
}
