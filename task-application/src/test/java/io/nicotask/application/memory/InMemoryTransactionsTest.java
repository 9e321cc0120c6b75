package io.nicotask.application.memory;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nicotask.application.contract.TransactionsContract;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import org.junit.jupiter.api.Test;

final class InMemoryTransactionsTest extends TransactionsContract {

    InMemoryTransactionsTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTransactions.class);
    }

    @Test
    void a_remote_call_inside_a_transaction_fails_the_test() {
        Task task = aPendingTask().build();
        InMemoryWorkflowEngine engine =
                new InMemoryWorkflowEngine().withSite(task.spec().site(), "default", false);
        ScriptedHardware hardware = new ScriptedHardware();

        assertRefused(() -> engine.describe(task.spec().site(), task.id()));
        assertRefused(() -> hardware.components(task.spec().rack(), ComponentType.COMPUTE));
    }

    private static void assertRefused(Runnable call) {
        assertThatThrownBy(() -> new InMemoryTransactions().inTransaction(() -> {
                    call.run();
                    return true;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("inside a transaction");
        call.run();
    }
}
