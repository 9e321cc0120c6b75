package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.DecisionAtomicityContract;

final class JdbiDecisionAtomicityTest extends DecisionAtomicityContract {

    JdbiDecisionAtomicityTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }
}
