package io.nicotask.application.memory;

import io.nicotask.application.contract.StopListingContract;

final class InMemoryStopListingTest extends StopListingContract {

    InMemoryStopListingTest() {
        super(new InMemoryStoreUnderTest(), InMemoryStopListing.class);
    }
}
