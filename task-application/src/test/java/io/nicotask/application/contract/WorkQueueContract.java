package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.WorkQueue;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.task.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link WorkQueue}. Which work decisions write is a part of the contract of
 * {@link io.nicotask.application.port.TaskStorage} ({@link DecisionWorkContract}).
 */
public abstract class WorkQueueContract extends WorkSlotsContract {

    protected WorkQueueContract(StoreUnderTest store, Class<? extends WorkQueue> implementation) {
        super(store, implementation);
    }

    @Test
    void an_item_has_what_its_handler_needs() {
        Task task = aTaskToStart(1);
        scheduleCheck(OTHER_SITE_SCOPE, RACK, Duration.ZERO);

        assertThat(onlyDue(Lane.DELIVERY))
                .isEqualTo(new WorkItem(Kind.START_WORKFLOW, task.id().value(), SITE, 1));
        assertThat(onlyDue(Lane.UPKEEP)).isEqualTo(new WorkItem(Kind.SCHEDULE_RACK, RACK.value(), OTHER_SITE, 1));
    }

    @Test
    void a_claim_excludes_others_until_it_expires() {
        aTaskToStart(1);
        WorkItem first = onlyDue(Lane.DELIVERY);

        store.elapse(WorkQueue.CLAIM.minus(INSTANT));
        List<WorkItem> due = claimDue(Lane.DELIVERY);
        store.elapse(INSTANT);

        assertThat(due).isEmpty();
        assertThat(first.claimNumber()).isEqualTo(1);
        assertThat(onlyDue(Lane.DELIVERY).claimNumber()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stop_is_not_claimed_before_the_start_is_completed(boolean delivered) {
        Task task = aTaskToStart(1);
        cancel(task);
        Task other = aTaskToStop(2, Delivery.AT_ONCE);

        List<WorkItem> due = claimDue(Lane.DELIVERY);
        WorkItem start = ofTask(task, due);
        List<WorkItem> meanwhile = claimDue(Lane.DELIVERY);
        if (delivered) {
            store.writes().startWorkflow(SCOPE, task, start, NAMESPACE);
        } else {
            assertThat(queue.complete(start)).isTrue();
        }

        assertThat(start.kind()).isEqualTo(Kind.START_WORKFLOW);
        assertThat(due).extracting(WorkItem::task).containsExactlyInAnyOrder(task.id(), other.id());
        assertThat(meanwhile).isEmpty();
        assertThat(onlyDue(Lane.DELIVERY).kind()).isEqualTo(Kind.STOP_WORKFLOW);
    }

    @Test
    void a_stop_waits_for_a_start_that_was_postponed() {
        Task task = aTaskToStart(1);
        cancel(task);

        assertThat(queue.postpone(onlyDue(Lane.DELIVERY), DELAY, "engine unavailable"))
                .isTrue();

        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
        store.elapse(DELAY);
        assertThat(onlyDue(Lane.DELIVERY).kind()).isEqualTo(Kind.START_WORKFLOW);
    }

    @Test
    void a_completed_item_is_never_claimed_again() {
        aTaskToStart(1);
        WorkItem item = onlyDue(Lane.DELIVERY);

        assertThat(queue.complete(item)).isTrue();

        assertThat(queue.complete(item)).isFalse();
        assertThat(queue.postpone(item, Duration.ZERO, "again")).isFalse();
        store.elapse(WorkQueue.CLAIM);
        assertThat(claimDue(Lane.values())).isEmpty();
    }

    @Test
    void a_postponed_item_is_due_again_after_the_delay() {
        aTaskToStart(1);
        WorkItem first = onlyDue(Lane.DELIVERY);

        assertThat(queue.postpone(first, DELAY, "engine unavailable")).isTrue();

        store.elapse(DELAY.minus(INSTANT));
        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
        store.elapse(INSTANT);
        assertThat(onlyDue(Lane.DELIVERY).claimNumber()).isEqualTo(2);
    }

    @Test
    void a_released_claim_cannot_be_used_again() {
        aTaskToStart(1);
        WorkItem item = onlyDue(Lane.DELIVERY);
        assertThat(queue.postpone(item, Duration.ZERO, "engine unavailable")).isTrue();

        assertThat(queue.complete(item)).isFalse();
        assertThat(queue.postpone(item, DELAY, "again")).isFalse();

        assertThat(onlyDue(Lane.DELIVERY).claimNumber()).isEqualTo(2);
    }

    @Test
    void a_result_under_an_expired_claim_changes_nothing() {
        Task task = aTaskToStop(1, Delivery.AT_ONCE);
        WorkItem late = onlyDue(Lane.DELIVERY);
        store.elapse(WorkQueue.CLAIM);

        assertThat(queue.complete(late)).isFalse();
        assertThat(queue.postpone(late, DELAY, "too late")).isFalse();
        WorkItem next = onlyDue(Lane.DELIVERY);
        assertThat(queue.complete(late)).isFalse();
        assertThat(queue.postpone(late, Duration.ZERO, "too late")).isFalse();

        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
        assertThat(deliveryOf(task).lastCause()).isNull();
        assertThat(queue.complete(next)).isTrue();
    }

    @Test
    void a_result_under_a_claim_of_a_replaced_item_changes_nothing() {
        scheduleCheck(SCOPE, RACK, Duration.ZERO);
        WorkItem late = onlyDue(Lane.UPKEEP);

        scheduleCheck(SCOPE, RACK, Duration.ZERO);

        assertThat(queue.complete(late)).isFalse();
        assertThat(queue.postpone(late, DELAY, "")).isFalse();
        WorkItem next = onlyDue(Lane.UPKEEP);
        assertThat(queue.complete(late)).isFalse();
        assertThat(queue.postpone(late, DELAY, "")).isFalse();
        assertThat(queue.complete(next)).isTrue();
    }

    @Test
    void a_result_is_of_its_own_item_only() {
        Task task = aTaskToStart(1);
        Task other = aTaskToStart(2);
        List<WorkItem> items = claimDue(Lane.DELIVERY);

        assertThat(queue.complete(ofTask(task, items))).isTrue();

        assertThat(queue.postpone(ofTask(other, items), Duration.ZERO, "engine unavailable"))
                .isTrue();
        assertThat(onlyDue(Lane.DELIVERY).task()).isEqualTo(other.id());
    }

    @Test
    void the_first_line_of_a_cause_is_stored_without_invalid_characters() {
        Task task = aTaskToStop(1, Delivery.AT_ONCE);

        postponeStop(task, "no\0 answer\n\tat io.grpc");

        assertThat(deliveryOf(task).lastCause()).isEqualTo("no answer");
    }

    @Test
    void an_item_that_is_postponed_without_a_cause_has_none() {
        Task task = aTaskToStop(1, Delivery.AT_ONCE);
        postponeStop(task, "engine unavailable");

        postponeStop(task, "");

        assertThat(deliveryOf(task).lastCause()).isNull();
    }

    @Test
    void of_concurrent_completions_of_a_claim_one_succeeds() {
        aTaskToStart(1);
        WorkItem item = onlyDue(Lane.DELIVERY);

        assertThat(ConcurrentRuns.of(8, () -> queue.complete(item))).containsOnlyOnce(true);
    }

    private static WorkItem ofTask(Task task, List<WorkItem> items) {
        return items.stream()
                .filter(item -> item.task().equals(task.id()))
                .findFirst()
                .orElseThrow();
    }
}
