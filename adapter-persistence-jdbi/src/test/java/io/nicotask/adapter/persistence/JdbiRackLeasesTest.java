package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.RackLeasesContract;

final class JdbiRackLeasesTest extends RackLeasesContract {

    JdbiRackLeasesTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiRackLeases.class);
    }
}
