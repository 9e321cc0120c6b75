package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.RacksContract;

final class JdbiRacksTest extends RacksContract {

    JdbiRacksTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiRacks.class);
    }
}
