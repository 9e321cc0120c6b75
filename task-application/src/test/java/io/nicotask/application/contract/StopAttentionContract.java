package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.CHANGED;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aTerminatedTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Attention;
import io.nicotask.application.port.OpenStop;
import io.nicotask.application.port.Racks.Holder;
import io.nicotask.application.port.Stop;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.ComponentId;
import io.nicotask.domain.task.ComponentType;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link WorkflowOutbox} does with stops that need attention: it tells of them, and takes an operator's word. */
abstract class StopAttentionContract extends WorkflowStopContract {

    private static final Duration OVERDUE = Stop.ATTENTION_AFTER.plusSeconds(1);

    StopAttentionContract(StoreUnderTest store, Class<? extends WorkflowOutbox> implementation) {
        super(store, implementation);
    }

    @Test
    void a_word_that_nothing_acts_any_more_confirms_the_stop_with_the_rack_given_back() {
        Task task = aHolderToStop(1);

        resolve(task);
        Stop resolvedOnly = stopOf(task);
        release(task);

        assertThat(resolvedOnly.confirmedAt()).isNull();
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.CONFIRMED);
        assertThat(stopOf(task).confirmedAt()).isNotNull();
    }

    @Test
    void the_rack_counts_the_workflow_of_such_a_task_as_closed() {
        Task task = aHolderToStop(1);

        resolve(task);

        assertThat(occupancy(HERE, RACK).holders()).containsExactly(new Holder(task, false, true));
    }

    @Test
    void a_stop_that_was_resolved_is_resolved_once() {
        Task task = aHolderToStop(1);
        resolve(task);
        release(task);
        Stop first = stopOf(task);

        store.elapse(DELAY);
        resolve(task);

        assertThat(Duration.between(stopOf(task).confirmedAt(), first.confirmedAt()))
                .isBetween(Duration.ZERO, DELAY);
    }

    @Test
    void a_request_that_was_resolved_is_delivered_all_the_same_and_nothing_shows_of_it() {
        Task task = aHolderToStop(1);
        Claim late = onlyClaim();
        resolve(task);
        release(task);

        assertThat(outbox.postpone(late, Duration.ZERO, "engine away")).isTrue();
        Stop before = stopOf(task);
        assertThat(outbox.done(onlyClaim(), CONFIRMED)).isTrue();

        assertThat(before.state()).isEqualTo(Stop.State.CONFIRMED);
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.CONFIRMED);
        assertThat(stopOf(task).confirmedAt()).isEqualTo(before.confirmedAt());
        assertThat(due()).isEmpty();
    }

    @Test
    void whoever_resolves_a_stop_has_looked_at_the_components_too() {
        Task task = aHolderToStop(1);
        needsLook(task, 1, "cut off");
        needsLook(task, 2, "cut off");
        assertThat(outbox.done(onlyClaim(), CONFIRMED)).isTrue();
        release(task);
        Stop.State before = stopOf(task).state();

        resolve(task);

        assertThat(before).isEqualTo(Stop.State.NEEDS_ATTENTION);
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.CONFIRMED);
        assertThat(store.attentions()).hasSize(2);
    }

    @Test
    void what_is_told_afterwards_of_the_same_component_needs_another_look() {
        Task task = aHolderToStop(1);
        needsLook(task, 1, "cut off");
        resolve(task);
        release(task);

        needsLook(task, 1, "cut off again");
        Stop.State told = stopOf(task).state();
        resolve(task);

        assertThat(told).isEqualTo(Stop.State.NEEDS_ATTENTION);
        assertThat(stopOf(task).state()).isEqualTo(Stop.State.CONFIRMED);
    }

    @Test
    void a_word_in_another_scope_changes_nothing() {
        Task task = aHolderToStop(1);
        needsLook(task, 1, "cut off");

        for (TaskScope scope : List.of(THERE, ABROAD, FORGED)) {
            store.transactions().inTransaction(() -> {
                outbox.resolve(scope, task.id());
                return task;
            });
        }
        release(task);

        assertThat(stopOf(task).state()).isEqualTo(Stop.State.NEEDS_ATTENTION);
        assertThat(stopOf(task).confirmedAt()).isNull();
    }

    @Test
    void a_word_about_a_task_without_a_stop_does_nothing() {
        Task task = aTaskToStart(1);

        resolve(task);

        assertThat(outbox.stopOf(HERE, task.id())).isEmpty();
    }

    @Test
    void nobody_is_told_of_a_stop_that_needs_no_attention() {
        aHolderToStop(1);
        Task confirmed = aTaskToStop(2, Duration.ZERO);
        outbox.claim(confirmed.id(), LEASE)
                .forEach(claim -> assertThat(outbox.done(claim, CONFIRMED)).isTrue());

        assertThat(outbox.claimUntold(MANY)).isEmpty();
    }

    @Test
    void of_an_overdue_stop_somebody_is_told_once() {
        Task task = aHolderToStop(1);
        assertThat(outbox.postpone(onlyClaim(), Duration.ZERO, "engine away")).isTrue();
        store.elapse(OVERDUE);

        List<OpenStop> told = outbox.claimUntold(MANY);

        assertThat(told)
                .containsExactly(new OpenStop(SITE, task.id(), TaskStatus.TERMINATED, RACK, stopOf(task), List.of()));
        assertThat(told.getFirst().reason()).contains("Not confirmed in time: engine away");
        assertThat(outbox.claimUntold(MANY)).isEmpty();
    }

    @Test
    void of_a_stop_with_components_to_look_at_somebody_is_told_at_once_and_once() {
        Task task = aHolderToStop(1);
        needsLook(task, 1, "cut off");
        needsLook(task, 2, "gave no answer");

        List<OpenStop> told = outbox.claimUntold(MANY);

        assertThat(told).extracting(OpenStop::task).containsExactly(task.id());
        assertThat(told.getFirst().attentions())
                .extracting(Attention::why)
                .containsExactly("cut off", "gave no answer");
        assertThat(told.getFirst().reason()).contains("Somebody must look at components of the rack");
        store.elapse(OVERDUE);
        assertThat(outbox.claimUntold(MANY)).isEmpty();
    }

    @Test
    void nobody_is_told_of_an_overdue_stop_while_an_attempt_finishes_its_step() {
        Task task = granted(aRunningTask());
        outbox.requestStop(HERE, task.id(), Duration.ZERO);
        store.elapse(OVERDUE);
        leased(task, "stage-1");

        assertThat(outbox.claimUntold(MANY)).isEmpty();
    }

    @Test
    void nobody_is_told_of_a_stop_that_was_resolved() {
        Task task = aHolderToStop(1);
        store.elapse(OVERDUE);
        resolve(task);
        release(task);

        assertThat(outbox.claimUntold(MANY)).isEmpty();
    }

    @Test
    void the_longest_requested_are_told_of_first_up_to_the_limit() {
        Task first = aTaskToStop(2, Duration.ZERO);
        store.elapse(DELAY);
        Task second = aTaskToStop(1, Duration.ZERO);
        store.elapse(OVERDUE);

        assertThat(outbox.claimUntold(1)).extracting(OpenStop::task).containsExactly(first.id());
        assertThat(outbox.claimUntold(1)).extracting(OpenStop::task).containsExactly(second.id());
    }

    @Test
    void of_many_that_ask_at_once_one_is_told() {
        aHolderToStop(1);
        store.elapse(OVERDUE);

        List<List<OpenStop>> told = Race.of(8, () -> outbox.claimUntold(MANY));

        assertThat(told).filteredOn(some -> !some.isEmpty()).hasSize(1);
    }

    private Task aHolderToStop(int number) {
        Task task = granted(aTerminatedTask().number(number));
        outbox.requestStop(HERE, task.id(), Duration.ZERO);
        return task;
    }

    private void needsLook(Task task, int component, String why) {
        ComponentId id = new ComponentId(new UUID(9, component));
        store.tasks().keep(HERE, new Attention(task.id(), ComponentType.COMPUTE, id, why, CHANGED));
    }

    private void resolve(Task task) {
        store.transactions().inTransaction(() -> {
            store.racks().lock(HERE, task.request().rack());
            outbox.resolve(HERE, task.id());
            return task;
        });
    }
}
