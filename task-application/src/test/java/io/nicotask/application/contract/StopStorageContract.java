package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.CREATED;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.TaskChanged;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.TaskStorage;
import io.nicotask.application.port.UnfinishedSteps.StepKey;
import io.nicotask.application.port.UnfinishedSteps.UnfinishedStep;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopState.StopInstants;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.ComponentType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The part of the contract of {@link TaskStorage} that is about stops. */
public abstract class StopStorageContract extends StopReleaseContract {

    protected StopStorageContract(StoreUnderTest store, Class<? extends TaskStorage> implementation) {
        super(store, implementation);
    }

    @Test
    void a_change_into_a_terminal_state_contains_its_stop() {
        Task running = storedWithReservation(aRunningTask());
        boolean before = store.writes().stopOf(SCOPE, running.id()).isPresent();

        cancel(running);

        assertThat(before).isFalse();
        assertThat(stopOf(running).status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(stopOfHolder()).isEqualTo(stopOf(running));
    }

    @Test
    void a_stop_is_requested_once() {
        Task task = aTaskToStop(1, LATER);
        Stop first = stopOf(task);
        Task again = Task.rehydrated(
                task.id(),
                task.spec(),
                task.state(),
                task.message(),
                null,
                new Revision(CREATED, CHANGED, task.revision().version() + 1));

        assertRefused(TaskChanged.of(task, again, CAUSE));

        assertThat(stopOf(task)).isEqualTo(first);
        assertThat(claimDue(Lane.DELIVERY)).isEmpty();
        store.elapse(DELAY);
        assertThat(onlyDue(Lane.DELIVERY).claimNumber()).isEqualTo(1);
    }

    @Test
    void an_open_task_has_no_stop() {
        Task task = aTaskToStart(1);

        assertThat(store.writes().stopOf(SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_stop_that_is_not_confirmed_in_time_needs_attention_until_it_is() {
        Task task = aTaskToStop(1, Delivery.AT_ONCE);

        store.elapse(Stop.ATTENTION_AFTER.minus(INSTANT));
        StopStatus before = stopOf(task).status();
        store.elapse(INSTANT.multipliedBy(2));
        StopStatus overdue = stopOf(task).status();
        closeWorkflow(task);

        assertThat(before).isEqualTo(StopStatus.REQUESTED);
        assertThat(overdue).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(confirmedAt(stopOf(task)))
                .isAfterOrEqualTo(stopOf(task).instants().decided().plus(Stop.ATTENTION_AFTER));
    }

    @Test
    void a_stop_knows_when_the_last_unfinished_step_began_also_after_it_has_ended() {
        Task running = storedWithReservation(aRunningTask());
        StepKey last = new StepKey(running.id(), 2, ComponentType.CDU);
        insertStep(running, stepOf(running));
        store.elapse(DELAY);
        insertStep(running, last);
        store.elapse(DELAY);
        cancel(running);
        Stop before = stopOf(running);

        store.writes().endStep(SCOPE, RACK, last);

        Instant begun = before.instants().lastCommandBegun();
        assertThat(begun).isEqualTo(before.steps().getLast().begun());
        assertThat(begun).isAfterOrEqualTo(before.steps().getFirst().begun().plus(DELAY));
        assertThat(begun).isBeforeOrEqualTo(before.instants().decided().minus(DELAY));
        assertThat(stopOf(running).instants()).isEqualTo(before.instants());
        completeStart(running);
        closeWorkflow(running);
        assertThat(stopOf(running).instants().lastCommandBegun()).isEqualTo(begun);
    }

    @Test
    void a_stop_of_a_task_without_an_unfinished_step_knows_no_command() {
        Task running = storedWithReservation(aRunningTask());
        insertStep(running, stepOf(running));
        store.writes().endStep(SCOPE, RACK, stepOf(running));

        cancel(running);

        assertThat(stopOf(running).instants().lastCommandBegun()).isNull();
    }

    @Test
    void a_stop_is_confirmed_once_the_rack_is_released_too() {
        Task task = aHolderToStop(1);

        closeWorkflow(task);
        store.elapse(DELAY);
        Stop closedOnly = stopOf(task);
        release(task);

        assertThat(closedOnly.status()).isEqualTo(StopStatus.DRAINING);
        assertThat(closedOnly.instants().engineClosed()).isNotNull();
        assertThat(closedOnly.instants().rackFree()).isNull();
        assertThat(confirmedAt(stopOf(task)))
                .isAfterOrEqualTo(stopOf(task).instants().decided().plus(DELAY));
    }

    @Test
    void a_released_rack_alone_does_not_confirm_the_stop() {
        Task task = aHolderToStop(1);

        release(task);
        store.elapse(DELAY);
        Stop releasedOnly = stopOf(task);
        closeWorkflow(task);

        assertThat(releasedOnly.status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(releasedOnly.instants().rackFree()).isNotNull();
        assertThat(confirmedAt(stopOf(task)))
                .isAfterOrEqualTo(stopOf(task).instants().decided().plus(DELAY));
    }

    @Test
    void the_rack_of_a_task_that_never_held_it_is_free_from_the_decision() {
        Task task = aTaskToStop(1, Delivery.AT_ONCE);

        StopInstants instants = stopOf(task).instants();

        assertThat(instants.rackFree()).isEqualTo(instants.decided());
    }

    @Test
    void a_step_that_is_observed_within_its_limit_needs_no_attention_however_long_it_takes() {
        Task task = endedWithUnfinishedStep(1);
        closeWorkflow(task);

        for (int minute = 1; minute <= 8; minute++) {
            store.elapse(Stop.ATTENTION_AFTER);
            observeActing(task);
        }

        assertThat(stopOf(task).status()).isEqualTo(StopStatus.DRAINING);
        assertThat(deliveryOf(task).lastCause()).isEqualTo("2 of 2 components have not ended");
    }

    @Test
    void a_step_that_is_not_observed_for_too_long_needs_attention_until_it_is() {
        Task task = endedWithUnfinishedStep(1);
        StopStatus atFirst = stopOf(task).status();
        store.elapse(OVERDUE);
        StopStatus unobserved = stopOf(task).status();
        observeActing(task);

        assertThat(atFirst).isEqualTo(StopStatus.REQUESTED);
        assertThat(unobserved).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.REQUESTED);
    }

    @Test
    void the_time_before_the_end_of_the_task_does_not_count_towards_attention() {
        Task running = storedWithReservation(aRunningTask());
        insertStep(running, stepOf(running));
        store.elapse(OVERDUE);

        cancel(running);

        assertThat(stopOf(running).status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(store.unfinishedSteps().find(SCOPE, running.id()))
                .extracting(UnfinishedStep::unknownFor)
                .containsExactly(Duration.ZERO);
    }

    @Test
    void a_step_over_its_time_limit_needs_attention_although_it_is_observed() {
        Task task = endedWithUnfinishedStep(1);

        store.elapse(TIME_LIMIT.plusSeconds(1));
        observeActing(task);

        assertThat(stopOf(task).status()).isEqualTo(StopStatus.NEEDS_ATTENTION);
    }

    @Test
    void a_component_of_unknown_status_needs_attention_immediately() {
        Task task = endedWithUnfinishedStep(1);

        observeUnknown(task, Map.of(component(1), "memory lost"));
        StopStatus unknown = stopOf(task).status();
        observeActing(task);

        assertThat(unknown).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(stopOf(task).status()).isEqualTo(StopStatus.REQUESTED);
    }

    @Test
    void an_overdue_stop_needs_attention_although_a_lease_is_valid() {
        Task running = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(running, "stage-1");
        cancel(running);
        for (Duration passed = Duration.ZERO; passed.compareTo(OVERDUE) < 0; passed = passed.plusSeconds(4)) {
            store.elapse(Duration.ofSeconds(4));
            assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.TASK_ENDED);
        }

        assertThat(stopOf(running).status()).isEqualTo(StopStatus.NEEDS_ATTENTION);
    }
}
