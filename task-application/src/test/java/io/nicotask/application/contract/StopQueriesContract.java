package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.aFailedTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aSucceededTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTerminatedTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nicotask.application.contract.Attempts.AttemptRenewal;
import io.nicotask.application.port.Change.Delivery;
import io.nicotask.application.port.Change.LeaseReleased;
import io.nicotask.application.port.Change.RackReleased;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.RackLeases.Lease;
import io.nicotask.application.port.StopQueries;
import io.nicotask.application.port.StopQueries.InspectionAlert;
import io.nicotask.application.port.StopQueries.StopDelivery;
import io.nicotask.application.port.StopQueries.UnconfirmedStop;
import io.nicotask.application.port.TaskQueries.Position;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.rack.RackQueue;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link StopQueries}. */
public abstract class StopQueriesContract extends StopFixture {

    private final StopQueries stops;

    protected StopQueriesContract(StoreUnderTest store, Class<? extends StopQueries> implementation) {
        super(store);
        this.stops = calls.recorded(StopQueries.class, implementation.cast(store.stops()));
    }

    @Test
    void an_unconfirmed_stop_is_listed_with_its_state() {
        Task task = withStop(aTerminatedTask());
        postponeStop(task, "engine unavailable");

        List<UnconfirmedStop> open = unconfirmed();

        assertThat(open)
                .containsExactly(new UnconfirmedStop(
                        SITE,
                        TaskStatus.TERMINATED,
                        RACK,
                        new StopDelivery(stopOf(task), 1, "engine unavailable"),
                        List.of()));
        assertThat(open.getFirst().stop().status()).isEqualTo(StopStatus.REQUESTED);
        assertThat(open.getFirst().reason()).isEmpty();
        assertThat(stops.find(SCOPE, task.id())).contains(open.getFirst());
    }

    @Test
    void a_stop_has_the_number_of_its_deliveries_before_and_after_its_workflow_is_closed() {
        Task task = withStop(aTerminatedTask());

        assertThat(deliveryOf(task).attempts()).isZero();
        postponeStop(task, "engine unavailable");
        assertThat(deliveryOf(task).attempts()).isEqualTo(1);
        WorkItem last = claimed(task, Kind.STOP_WORKFLOW);
        assertThat(deliveryOf(task).attempts()).isEqualTo(2);
        store.writes().closeWorkflow(SCOPE, task, last, Duration.ZERO);

        assertThat(deliveryOf(task)).isEqualTo(new StopDelivery(stopOf(task), 2, null));
    }

    @Test
    void a_stop_that_its_process_delivers_right_after_the_commit_has_one_delivery() {
        Task task = storedWithReservation(aRunningTask());
        cancel(task, Delivery.CLAIMED);
        WorkItem item = new WorkItem(Kind.STOP_WORKFLOW, task.id().value(), SITE, 1);

        long before = deliveryOf(task).attempts();
        store.writes().closeWorkflow(SCOPE, task, item, Duration.ZERO);

        assertThat(before).isEqualTo(1);
        assertThat(deliveryOf(task).attempts()).isEqualTo(1);
    }

    @Test
    void the_last_cause_is_that_of_the_delivery_until_the_workflow_is_closed_and_then_that_of_a_step() {
        Task task = endedWithUnfinishedStep(1);
        assertThat(deliveryOf(task).lastCause()).isNull();
        observeActing(task);

        postponeStop(task, "engine unavailable");
        String before = deliveryOf(task).lastCause();
        closeWorkflow(task);

        assertThat(before).isEqualTo("engine unavailable");
        assertThat(deliveryOf(task).lastCause()).isEqualTo("2 of 2 components have not ended");
    }

    @Test
    void the_stop_of_a_succeeded_task_is_listed_too() {
        Task task = withStop(aSucceededTask());

        assertThat(unconfirmed()).extracting(UnconfirmedStop::status).containsExactly(TaskStatus.SUCCEEDED);
        assertThat(unconfirmed()).extracting(UnconfirmedStop::task).containsExactly(task.id());
    }

    @Test
    void the_stop_of_a_failed_task_is_listed_too() {
        Task task = withStop(aFailedTask());

        assertThat(unconfirmed()).extracting(UnconfirmedStop::status).containsExactly(TaskStatus.FAILED);
        assertThat(unconfirmed()).extracting(UnconfirmedStop::task).containsExactly(task.id());
    }

    @Test
    void a_stop_is_listed_with_the_tasks_that_wait_for_its_rack() {
        withStop(aTerminatedTask());
        withStop(aTerminatedTask().number(2).on(OTHER_RACK));
        aWaitingTask().at(OTHER_SITE).number(10).insertInto(store, OTHER_SITE_SCOPE);
        stored(aWaitingTask().number(3).after(StoredTaskFixture::cancelled));
        List<TaskId> waiting = IntStream.of(9, 4, 5, 6, 7, 8)
                .mapToObj(number -> stored(aWaitingTask().number(number)).id())
                .toList();

        assertThat(unconfirmed())
                .extracting(UnconfirmedStop::waiting)
                .containsExactly(waiting.subList(0, RackQueue.LIMIT), List.of());
    }

    @Test
    void an_overdue_stop_needs_attention_for_its_last_cause() {
        Task task = withStop(aTerminatedTask());
        postponeStop(task, "engine unavailable");
        store.elapse(Stop.ATTENTION_AFTER.plusSeconds(1));

        assertThat(unconfirmed()).extracting(open -> open.stop().status()).containsExactly(StopStatus.NEEDS_ATTENTION);
        assertThat(unconfirmed().getFirst().reason()).contains("Not confirmed in time: engine unavailable");
    }

    @Test
    void confirmed_and_never_requested_stops_are_not_listed() {
        Task task = withStop(aTerminatedTask());
        closeWorkflow(task);
        release(task);
        Task running = storedWithReservation(aRunningTask().number(2).on(OTHER_RACK));
        Task waiting = stored(aWaitingTask().number(3).after(StoredTaskFixture::cancelled));

        assertThat(unconfirmed()).isEmpty();
        for (Task other : List.of(task, running, waiting)) {
            assertThat(stops.find(SCOPE, other.id())).isEmpty();
        }
    }

    @Test
    void a_stop_is_unconfirmed_while_an_attempt_finishes_its_step() {
        Task running = storedWithReservation(aRunningTask());
        Lease lease = acquireLease(running, "stage-1");
        deliverStart(running);
        Task task = cancel(running);
        closeWorkflow(task);

        List<UnconfirmedStop> draining = unconfirmed();
        assertThat(attempts.renew(lease)).isEqualTo(AttemptRenewal.TASK_ENDED);
        store.writes().write(SCOPE, RACK, new LeaseReleased(lease), new RackReleased(task.id()));

        assertThat(draining).extracting(open -> open.stop().status()).containsExactly(StopStatus.DRAINING);
        assertThat(unconfirmed()).isEmpty();
    }

    @Test
    void a_stop_is_unconfirmed_until_each_step_was_seen_to_end_also_of_a_failed_task() {
        Task running = storedWithReservation(aRunningTask());
        deliverStart(running);
        insertStep(running, stepOf(running));
        Task failed =
                StoredTaskFixture.applied(running.fail(StoredTaskFixture.RUN, "it broke", StoredTaskFixture.CHANGED));
        store.writes().update(SCOPE, new TaskChange(running, failed, StoredTaskFixture.CAUSE));
        closeWorkflow(failed);

        List<UnconfirmedStop> before = unconfirmed();
        store.writes().endStep(SCOPE, RACK, stepOf(failed));
        release(failed);

        assertThat(before).extracting(UnconfirmedStop::status).containsExactly(TaskStatus.FAILED);
        assertThat(before).extracting(open -> open.stop().status()).containsExactly(StopStatus.DRAINING);
        assertThat(unconfirmed()).isEmpty();
    }

    @Test
    void components_of_unknown_status_are_listed_until_the_stop_is_resolved() {
        Task task = endedWithUnfinishedStep(1);
        closeWorkflow(task);
        ComponentId first = new ComponentId(new UUID(9, 1));
        ComponentId second = new ComponentId(new UUID(9, 2));
        observeUnknown(task, Map.of(second, "gave no answer", first, "cut off"));

        List<UnconfirmedStop> before = unconfirmed();
        resolve(task);
        release(task);

        assertThat(before).hasSize(1);
        assertThat(before.getFirst().stop().status()).isEqualTo(StopStatus.NEEDS_ATTENTION);
        assertThat(before.getFirst().alerts())
                .extracting(InspectionAlert::component, InspectionAlert::reason)
                .containsExactly(tuple(first, "cut off"), tuple(second, "gave no answer"));
        assertThat(before.getFirst().reason()).contains("Components of the rack must be inspected");
        assertThat(unconfirmed()).isEmpty();
    }

    @Test
    void a_resolved_stop_is_not_listed_although_it_is_still_delivered() {
        Task task = withStop(aTerminatedTask());
        resolve(task);
        release(task);

        assertThat(unconfirmed()).isEmpty();
        assertThat(claimDue(Lane.DELIVERY)).hasSize(1);
    }

    @Test
    void a_site_lists_its_own_stops_only() {
        Task there = aTerminatedTask().at(OTHER_SITE).number(2).insertWithReservation(store, OTHER_SITE_SCOPE);
        Task here = withStop(aTerminatedTask());

        assertThat(stops.findUnconfirmed(OTHER_SITE_SCOPE, null, MANY))
                .extracting(UnconfirmedStop::task)
                .containsExactly(there.id());
        for (TaskScope scope : List.of(FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(stops.findUnconfirmed(scope, null, MANY)).isEmpty();
        }
        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(stops.find(scope, here.id())).isEmpty();
        }
    }

    @Test
    void stops_are_listed_once_each_in_the_order_of_their_requests() {
        Task first = withStop(aTerminatedTask().number(3));
        store.elapse(Duration.ofSeconds(1));
        Task second = endedWithUnfinishedStep(1);
        store.elapse(Duration.ofSeconds(1));
        Task third = withStop(aTerminatedTask().number(2));
        closeWorkflow(second);

        List<UnconfirmedStop> firstSlice = stops.findUnconfirmed(SCOPE, null, 2);
        UnconfirmedStop last = firstSlice.getLast();
        List<UnconfirmedStop> rest =
                stops.findUnconfirmed(SCOPE, new Position(last.stop().instants().decided(), last.task()), 2);

        assertThat(firstSlice).extracting(UnconfirmedStop::task).containsExactly(first.id(), second.id());
        assertThat(rest).extracting(UnconfirmedStop::task).containsExactly(third.id());
    }

    @Test
    void stops_requested_at_the_same_time_are_listed_by_task_id() {
        TaskId low = new TaskId(UUID.fromString("7fffffff-0000-0000-0000-000000000001"));
        TaskId high = new TaskId(UUID.fromString("80000000-0000-0000-0000-000000000001"));
        withStop(aTerminatedTask().withId(high.value()));
        withStop(aTerminatedTask().withId(low.value()));
        UnconfirmedStop oldest = unconfirmed().getFirst();

        List<UnconfirmedStop> behind = stops.findUnconfirmed(
                SCOPE, new Position(oldest.stop().instants().decided(), oldest.task()), MANY);

        assertThat(behind).hasSize(1).doesNotContain(oldest);
    }

    private List<UnconfirmedStop> unconfirmed() {
        return stops.findUnconfirmed(SCOPE, null, MANY);
    }
}
