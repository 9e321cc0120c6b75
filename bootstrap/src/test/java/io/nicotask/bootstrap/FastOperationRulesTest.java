package io.nicotask.bootstrap;

import io.nicotask.application.contract.OperationRulesContract;
import io.nicotask.application.port.OperationRules;

final class FastOperationRulesTest extends OperationRulesContract {

    @Override
    protected OperationRules rules() {
        return new FastOperationRules();
    }
}
