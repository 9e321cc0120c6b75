package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.StopListingContract;

final class JdbiStopListingTest extends StopListingContract {

    JdbiStopListingTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiStopListing.class);
    }
}
