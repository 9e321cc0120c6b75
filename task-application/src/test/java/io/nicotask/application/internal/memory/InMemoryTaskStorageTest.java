package io.nicotask.application.internal.memory;

import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;
import io.nicotask.application.port.TaskStorage.Decision;
import io.nicotask.domain.task.Task;
import org.junit.jupiter.api.Test;

final class InMemoryTaskStorageTest extends TaskStorageContract {

    InMemoryTaskStorageTest() {
        super(new InMemoryStoreUnderTest(), InMemoryTaskStorage.class);
    }

    @Test
    void a_decision_must_not_use_the_storage() {
        Task task = storedWithReservation(aRunningTask());

        assertThatIllegalStateException()
                .isThrownBy(() -> store.storage()
                        .decideOnRack(
                                SCOPE,
                                RACK,
                                rack -> Decision.unchanged(store.tasks().find(SCOPE, task.id()))));
        assertThatIllegalStateException()
                .isThrownBy(() -> store.storage()
                        .decide(SCOPE, task.id(), snapshot -> Decision.unchanged(occupancy(SCOPE, RACK))));

        assertUnchanged(task);
    }
}
