package io.nicotask.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.InspectionAlert;
import io.nicotask.application.port.UnconfirmedStop;
import io.nicotask.application.port.WorkflowOutbox;
import io.nicotask.application.port.WorkflowOutbox.Claim;
import io.nicotask.application.port.WorkflowOutbox.Kind;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract of {@link WorkflowOutbox} that is about stops: their turn, and their alerts. */
abstract class WorkflowStopContract extends StopFixture {

    WorkflowStopContract(StoreUnderTest store, Class<? extends WorkflowOutbox> implementation) {
        super(store);
        assertThat(outbox).isInstanceOf(implementation);
    }

    @Test
    void a_stop_is_claimed_after_the_start_is_done() {
        Task task = cancel(aTaskToStart(1));

        Claim start = onlyClaim();
        assertThat(start.kind()).isEqualTo(Kind.START);
        assertThat(due()).isEmpty();
        assertThat(outbox.claim(task.id(), LEASE)).isEmpty();
        assertThat(outbox.complete(start, DELIVERED)).isTrue();

        assertThat(onlyClaim().kind()).isEqualTo(Kind.STOP);
    }

    @Test
    void a_stop_waits_for_a_start_that_was_postponed() {
        Task task = cancel(aTaskToStart(1));

        assertThat(outbox.postpone(onlyClaim(), DELAY, "engine unavailable")).isTrue();

        assertThat(due()).isEmpty();
        assertThat(outbox.claim(task.id(), LEASE)).extracting(Claim::kind).containsExactly(Kind.START);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stop_is_due_as_soon_as_the_start_is_done(boolean delivered) {
        cancel(aTaskToStart(1), DELAY);

        assertThat(outbox.complete(onlyClaim(), delivered ? DELIVERED : NOT_NEEDED))
                .isTrue();

        assertThat(onlyClaim().kind()).isEqualTo(Kind.STOP);
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
}
