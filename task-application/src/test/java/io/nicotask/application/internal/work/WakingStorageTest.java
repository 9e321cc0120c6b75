package io.nicotask.application.internal.work;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.DirectWrites;
import io.nicotask.application.contract.TaskStorageContract;
import io.nicotask.application.memory.InMemoryStoreUnderTest;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.Change.TaskSubmitted;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WakingStorageTest extends TaskStorageContract {

    private final AtomicInteger wakes = new AtomicInteger();
    private final DirectWrites writes =
            DirectWrites.to(new WakingStorage(store.storage(), wakes::incrementAndGet, () -> {}));
    private final Task task = aPendingTask().build();

    WakingStorageTest() {
        super(
                new InMemoryStoreUnderTest(storage -> new WakingStorage(storage, () -> {}, () -> {})),
                WakingStorage.class);
    }

    @Test
    void a_start_that_any_process_may_claim_wakes_the_dispatcher() {
        writes.write(SCOPE, RACK, new TaskSubmitted(task, CAUSE), new RackGranted(task, Delivery.AT_ONCE));

        assertThat(wakes).hasValue(1);
    }

    @Test
    void a_start_that_this_process_has_claimed_does_not() {
        writes.write(SCOPE, RACK, new TaskSubmitted(task, CAUSE), new RackGranted(task, Delivery.CLAIMED));

        assertThat(wakes).hasValue(0);
    }

    @Test
    void a_stop_that_is_due_wakes_the_dispatcher_and_one_that_is_due_later_does_not() {
        writes.write(SCOPE, RACK, new TaskSubmitted(task, CAUSE), new RackGranted(task, Delivery.CLAIMED));
        writes.update(SCOPE, new TaskChange(task, cancelled(task), CAUSE), new Delivery(Duration.ofSeconds(5), false));
        int later = wakes.get();
        Task other = aPendingTask().number(2).build();
        writes.write(SCOPE, RACK, new TaskSubmitted(other, CAUSE), new RackGranted(other, Delivery.CLAIMED));
        writes.update(SCOPE, new TaskChange(other, cancelled(other), CAUSE));

        assertThat(later).isZero();
        assertThat(wakes).hasValue(1);
    }

    @Test
    void a_question_does_not_wake_the_dispatcher() {
        writes.write(SCOPE, RACK, new TaskSubmitted(task, CAUSE));

        assertThat(writes.find(SCOPE, task.id())).contains(task);
        assertThat(wakes).hasValue(0);
    }
}
