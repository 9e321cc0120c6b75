package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.WorkQueueContract;

/** The same on connections of a host. */
final class HostWorkQueueTest extends WorkQueueContract {

    HostWorkQueueTest() {
        super(PostgresStoreUnderTest.emptiedOnHost(), JdbiWorkQueue.class);
    }
}
