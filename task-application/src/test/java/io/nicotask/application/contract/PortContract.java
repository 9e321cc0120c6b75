package io.nicotask.application.contract;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Base of all contracts. A failure of a test names the clause, which is the name of the test, and the calls of ports that
 * led to it.
 */
@ExtendWith(ContractFailures.class)
abstract class PortContract {

    /** Records the calls of the port under test. */
    final PortCalls calls = new PortCalls();
}
