package io.nicotask.application.memory;

import io.nicotask.application.contract.TransactionsContract;

final class InMemoryTransactionsTest extends TransactionsContract {

    InMemoryTransactionsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTransactions.class);
    }
}
