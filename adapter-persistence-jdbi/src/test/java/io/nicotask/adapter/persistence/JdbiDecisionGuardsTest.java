package io.nicotask.adapter.persistence;

import io.nicotask.application.contract.DecisionGuardsContract;

final class JdbiDecisionGuardsTest extends DecisionGuardsContract {

    JdbiDecisionGuardsTest() {
        super(PostgresStoreUnderTest.emptied(), JdbiTaskStorage.class);
    }
}
