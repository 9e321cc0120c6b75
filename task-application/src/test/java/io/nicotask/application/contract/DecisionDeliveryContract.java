package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.RackGranted;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The part of the contract of {@link TaskStorage} that is about the delivery of starts and stops. */
abstract class DecisionDeliveryContract extends StopFixture {

    DecisionDeliveryContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store);
        assertThat(store.storage()).isInstanceOf(implementation);
    }

    @ParameterizedTest
    @EnumSource(names = {"START_WORKFLOW", "STOP_WORKFLOW"})
    void work_for_the_engine_is_due_at_once(Kind kind) {
        Task task = writtenFor(kind, Delivery.AT_ONCE);

        assertIs(onlyDue(Lane.DELIVERY), kind, task, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"START_WORKFLOW", "STOP_WORKFLOW"})
    void work_for_the_engine_is_due_after_its_delay(Kind kind) {
        Task task = writtenFor(kind, LATER);

        store.elapse(DELAY.minus(INSTANT));
        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
        store.elapse(INSTANT);
        assertIs(onlyDue(Lane.DELIVERY), kind, task, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"START_WORKFLOW", "STOP_WORKFLOW"})
    void no_other_process_claims_work_that_is_written_as_claimed_before_the_claim_expires(Kind kind) {
        Task task = writtenFor(kind, Delivery.CLAIMED);

        store.elapse(WorkQueue.CLAIM.minus(INSTANT));
        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
        store.elapse(INSTANT);
        assertIs(onlyDue(Lane.DELIVERY), kind, task, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"START_WORKFLOW", "STOP_WORKFLOW"})
    void the_process_that_writes_work_as_claimed_holds_it_under_number_1(Kind kind) {
        WorkItem item = writtenAsClaimed(kind, writtenFor(kind, Delivery.CLAIMED));

        assertThat(store.queue().postpone(item, DELAY, "engine unavailable")).isTrue();

        assertThat(store.queue().complete(item)).isFalse();
        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
        store.elapse(DELAY);
        assertThat(onlyDue(Lane.DELIVERY).claimNumber()).isEqualTo(2);
    }

    @Test
    void a_stop_that_is_written_as_claimed_is_not_claimed_later_than_its_start() {
        Task task = aTaskToStart(1);
        cancel(task, Delivery.CLAIMED);

        WorkItem start = onlyDue(Lane.DELIVERY);
        store.elapse(WorkQueue.CLAIM);
        List<WorkItem> due = claimDue(Lane.DELIVERY);

        assertIs(start, Kind.START_WORKFLOW, task, 1);
        assertThat(due).extracting(WorkItem::kind).containsExactly(Kind.START_WORKFLOW);
        assertThat(store.queue().complete(due.getFirst())).isTrue();
        assertIs(onlyDue(Lane.DELIVERY), Kind.STOP_WORKFLOW, task, 2);
    }

    @Test
    void a_stop_that_is_written_as_claimed_can_be_completed_before_the_start() {
        Task task = aTaskToStart(1);
        Task ended = cancel(task, Delivery.CLAIMED);

        store.writes().closeWorkflow(SCOPE, ended, writtenAsClaimed(Kind.STOP_WORKFLOW, ended), Duration.ZERO);

        assertThat(stopOf(task).instants().engineClosed()).isNotNull();
        completeStart(task);
        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
    }

    /** A task for which a decision has written work of this kind. */
    private Task writtenFor(Kind kind, Delivery delivery) {
        if (kind == Kind.STOP_WORKFLOW) {
            return aTaskToStop(1, delivery);
        }
        Task task = stored(aPendingTask());
        store.writes().write(SCOPE, RACK, new RackGranted(task, delivery));
        return task;
    }

    private static WorkItem writtenAsClaimed(Kind kind, Task task) {
        return new WorkItem(kind, task.id().value(), SITE, 1);
    }

    static void assertIs(WorkItem item, Kind kind, Task task, long claimNumber) {
        assertThat(item).isEqualTo(new WorkItem(kind, task.id().value(), SITE, claimNumber));
    }
}
