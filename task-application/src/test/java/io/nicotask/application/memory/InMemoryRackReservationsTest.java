package io.nicotask.application.memory;

import io.nicotask.application.contract.RackReservationsContract;

final class InMemoryRackReservationsTest extends RackReservationsContract {

    InMemoryRackReservationsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryRackReservations.class);
    }
}
