package io.nicotask.application.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.StepStatus;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link WorkflowOutbox} for stops that need attention: alerts, and resolving by an operator. */
abstract class StopAlertContract extends WorkflowStopContract {

    StopAlertContract(StoreUnderTest store, Class<? extends WorkflowOutbox> implementation) {
        super(store, implementation);
    }

    @Test
    void a_resolved_stop_is_confirmed_once_the_rack_is_released() {
        Task task = aHolderToStop(1);

        resolve(task);
        Stop resolvedOnly = stopOf(task);
        release(task);

        assertThat(resolvedOnly.status()).isEqualTo(StopStatus.DRAINING);
        assertThat(resolvedOnly.instants().resolved()).isNotNull();
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void after_resolving_the_rack_may_be_released() {
        Task task = aHolderToStop(1);
        boolean before = stopOfHolder().permitsRelease(false);

        resolve(task);

        assertThat(before).isFalse();
        assertThat(stopOfHolder().permitsRelease(false)).isTrue();
        assertThat(stopOfHolder().permitsRelease(true)).isFalse();
    }

    @Test
    void resolving_again_keeps_the_time_of_confirmation() {
        Task task = aHolderToStop(1);
        resolve(task);
        release(task);
        Stop first = stopOf(task);

        store.elapse(DELAY);
        resolve(task);

        assertThat(Duration.between(confirmedAt(first), confirmedAt(stopOf(task))))
                .isLessThan(DELAY);
    }

    @Test
    void the_entry_of_a_resolved_stop_is_still_delivered_and_stays_confirmed() {
        Task task = aHolderToStop(1);
        Claim late = onlyClaim();
        resolve(task);
        release(task);

        assertThat(outbox.postpone(late, Duration.ZERO, "engine unavailable")).isTrue();
        Stop before = stopOf(task);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();

        assertThat(before.status()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(confirmedAt(stopOf(task))).isEqualTo(confirmedAt(before));
        assertThat(due()).isEmpty();
    }

    @Test
    void resolving_a_stop_ends_its_unfinished_steps() {
        Task task = endedWithUnfinishedStep(1);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();
        List<StepStatus> before = stopOfHolder().steps();

        resolve(task);
        List<StepStatus> after = stopOfHolder().steps();
        release(task);

        assertThat(before).hasSize(1);
        assertThat(after).isEmpty();
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void resolving_in_another_scope_changes_nothing() {
        Task task = endedWithUnfinishedStep(1);
        observeUnknown(task, Map.of(component(1), "cut off"));

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            store.transactions().inTransaction(() -> {
                outbox.resolveStop(scope, task.id());
                return task;
            });
        }

        assertThat(stopOf(task).status()).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(store.unfinishedSteps().find(SCOPE, task.id())).hasSize(1);
    }

    @Test
    void resolving_a_task_without_a_stop_does_nothing() {
        Task task = aTaskToStart(1);

        resolve(task);

        assertThat(outbox.stopOf(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_stop_that_needs_no_attention_is_not_alerted() {
        aHolderToStop(1);
        Task confirmed = aTaskToStop(2, Duration.ZERO);
        outbox.claim(confirmed.id(), LEASE)
                .forEach(claim -> assertThat(outbox.complete(claim, CONFIRMED)).isTrue());

        assertThat(outbox.claimUnalerted(MANY)).isEmpty();
    }

    @Test
    void an_overdue_stop_is_alerted_once() {
        Task task = aHolderToStop(1);
        assertThat(outbox.postpone(onlyClaim(), Duration.ZERO, "engine unavailable"))
                .isTrue();
        store.elapse(OVERDUE);

        List<UnconfirmedStop> alerted = outbox.claimUnalerted(MANY);

        assertThat(alerted)
                .containsExactly(new UnconfirmedStop(SITE, TaskStatus.TERMINATED, RACK, deliveryOf(task), List.of()));
        assertThat(alerted.getFirst().reason()).contains("Not confirmed in time: engine unavailable");
        assertThat(outbox.claimUnalerted(MANY)).isEmpty();
    }

    @Test
    void a_stop_with_components_to_inspect_is_alerted_immediately_and_once() {
        Task task = endedWithUnfinishedStep(1);
        observeUnknown(task, Map.of(component(1), "cut off", component(2), "gave no answer"));

        List<UnconfirmedStop> alerted = outbox.claimUnalerted(MANY);

        assertThat(alerted).extracting(UnconfirmedStop::task).containsExactly(task.id());
        assertThat(alerted.getFirst().alerts())
                .extracting(InspectionAlert::reason)
                .containsExactly("cut off", "gave no answer");
        assertThat(alerted.getFirst().reason()).contains("Components of the rack must be inspected");
        store.elapse(OVERDUE);
        assertThat(outbox.claimUnalerted(MANY)).isEmpty();
    }

    @Test
    void an_overdue_stop_is_not_alerted_while_its_step_is_observed_within_its_limit() {
        Task task = endedWithUnfinishedStep(1);
        store.elapse(OVERDUE);
        observeActing(task);

        assertThat(outbox.claimUnalerted(MANY)).isEmpty();
    }

    @Test
    void a_step_that_is_not_observed_is_alerted_although_the_workflow_is_closed() {
        Task task = endedWithUnfinishedStep(1);
        assertThat(outbox.complete(onlyClaim(), CONFIRMED)).isTrue();
        store.elapse(OVERDUE);

        assertThat(outbox.claimUnalerted(MANY))
                .extracting(UnconfirmedStop::task)
                .containsExactly(task.id());
    }

    @Test
    void a_resolved_stop_is_not_alerted() {
        Task task = aHolderToStop(1);
        store.elapse(OVERDUE);
        resolve(task);
        release(task);

        assertThat(outbox.claimUnalerted(MANY)).isEmpty();
    }

    @Test
    void the_earliest_requested_stops_are_alerted_first_up_to_the_limit() {
        Task first = aTaskToStop(2, Duration.ZERO);
        store.elapse(DELAY);
        Task second = aTaskToStop(1, Duration.ZERO);
        store.elapse(OVERDUE);

        assertThat(outbox.claimUnalerted(1)).extracting(UnconfirmedStop::task).containsExactly(first.id());
        assertThat(outbox.claimUnalerted(1)).extracting(UnconfirmedStop::task).containsExactly(second.id());
    }

    @Test
    void of_concurrent_claims_one_gets_the_alert() {
        aHolderToStop(1);
        store.elapse(OVERDUE);

        List<List<UnconfirmedStop>> alerted = ConcurrentRuns.of(8, () -> outbox.claimUnalerted(MANY));

        assertThat(alerted).filteredOn(some -> !some.isEmpty()).hasSize(1);
    }

    private Stop stopOfHolder() {
        return requireNonNull(occupancy(SCOPE, RACK).reservations().getFirst().stop());
    }

    private static ComponentId component(int number) {
        return new ComponentId(new UUID(9, number));
    }
}
