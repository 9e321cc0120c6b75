package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.TransactionsContract;

final class JdbiTransactionsTest extends TransactionsContract {

    JdbiTransactionsTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTransactions.class);
    }
}
