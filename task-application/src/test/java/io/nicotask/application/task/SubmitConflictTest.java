package io.nicotask.application.task;

import static io.nicotask.application.SiteFixture.SECOND_SITE;
import static io.nicotask.application.task.SubmitCommands.OTHER_RACK;
import static io.nicotask.application.task.SubmitCommands.command;
import static io.nicotask.application.task.SubmitCommands.powerOn;
import static io.nicotask.application.task.SubmitCommands.queued;
import static io.nicotask.application.task.SubmitCommands.taskOf;
import static io.nicotask.application.task.SubmitCommands.trays;
import static io.nicotask.domain.task.TaskFixtures.RACK;
import static io.nicotask.domain.task.TaskFixtures.aRunningTask;
import static io.nicotask.domain.task.TaskFixtures.aSucceededTask;
import static io.nicotask.domain.task.TaskFixtures.aTerminatedTask;
import static io.nicotask.domain.task.TaskFixtures.aWaitingTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.SiteFixture;
import io.nicotask.application.contract.ConcurrentRuns;
import io.nicotask.application.port.RackLeases;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.application.port.TaskStorage.Reservation;
import io.nicotask.application.port.WorkQueue.WorkItem;
import io.nicotask.application.port.WorkQueue.WorkItem.Kind;
import io.nicotask.application.port.WorkQueue.WorkItem.Lane;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Result.Conflict;
import io.nicotask.application.task.SubmitTask.Result.QueueFull;
import io.nicotask.application.task.SubmitTask.Result.Submitted;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Submits to a rack that other tasks hold or wait for. */
final class SubmitConflictTest {

    private final SiteFixture site = new SiteFixture();
    private final SubmitTask submitTask = SubmitCommands.useCase(site);

    @Test
    void a_conflicting_submit_with_reject_is_refused_and_stores_nothing() {
        Task holder = site.has(aRunningTask());

        SubmitTask.Result result = submitTask.submit(command(powerOn(RACK)));

        assertThat(result).isEqualTo(new Conflict(RACK));
        assertThat(site.openTasks()).containsExactly(holder);
        assertThat(site.store.auditEntries()).isEmpty();
    }

    @Test
    void the_rack_of_a_task_that_waits_for_a_day_is_checked_after_that_day_and_not_at_once() {
        site.has(aRunningTask());

        SubmitTask.Result result =
                submitTask.submit(SubmitCommands.command(powerOn(RACK), new ConflictStrategy.Queue(86_400), null));
        List<WorkItem> atOnce = site.claimDue(Lane.UPKEEP);
        site.clock.tick(Duration.ofDays(1));

        assertThat(result).isInstanceOf(Submitted.class);
        assertThat(atOnce).isEmpty();
        assertThat(site.claimDue(Lane.UPKEEP)).extracting(WorkItem::kind).containsExactly(Kind.SCHEDULE_RACK);
    }

    @Test
    void a_conflicting_submit_with_queue_waits_until_its_deadline() {
        site.has(aRunningTask());

        SubmitTask.Result result = submitTask.submit(queued(powerOn(RACK)));

        Task task = taskOf(result);
        Task expected = Task.queued(
                new TaskId(new UUID(0, 1)), task.spec(), site.clock.instant().plusSeconds(3_600), site.clock.instant());
        assertThat(result).isEqualTo(new Submitted(new TaskView(expected, null)));
        assertThat(site.snapshotOf(task).task()).contains(expected);
        assertThat(site.snapshotOf(task).audit()).hasSize(1);
        assertThat(site.claimDue(Lane.DELIVERY)).extracting(WorkItem::task).doesNotContain(task.id());
        assertThat(site.holders(task)).extracting(Reservation::task).doesNotContain(task);
    }

    @Test
    void a_submit_with_queue_is_pending_if_nothing_conflicts() {
        assertThat(taskOf(submitTask.submit(queued(powerOn(RACK)))).status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void five_tasks_may_wait_for_a_rack() {
        site.has(aRunningTask());
        for (int number = 1; number <= 5; number++) {
            assertThat(taskOf(submitTask.submit(queued(powerOn(RACK)))).status())
                    .isEqualTo(TaskStatus.WAITING);
        }

        assertThat(submitTask.submit(queued(powerOn(RACK)))).isEqualTo(new QueueFull(RACK, 5));
        assertThat(submitTask.submit(command(powerOn(RACK)))).isEqualTo(new Conflict(RACK));

        assertThat(site.openTasks()).hasSize(6);
        assertThat(site.store.auditEntries()).hasSize(5);
    }

    static Stream<Arguments> pairs() {
        ComponentSelection all = ComponentSelection.WHOLE_RACK;
        ComponentSelection shelf =
                new ComponentSelection(Map.of(ComponentType.POWER_SHELF, Set.of(new ComponentId(new UUID(9, 1)))));
        return Stream.of(
                Arguments.of(all, all, true),
                Arguments.of(all, trays(1), true),
                Arguments.of(trays(1), all, true),
                Arguments.of(trays(1), trays(1), true),
                Arguments.of(trays(1, 2), trays(2, 3), true),
                Arguments.of(trays(1), trays(2), false),
                Arguments.of(trays(1, 2), trays(3, 4), false),
                Arguments.of(trays(1), shelf, false));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tasks_conflict_if_they_share_a_component(
            ComponentSelection held, ComponentSelection wanted, boolean conflict) {
        site.has(aRunningTask().touching(held));

        SubmitTask.Result result = submitTask.submit(command(powerOn(RACK, wanted)));

        if (conflict) {
            assertThat(result).isEqualTo(new Conflict(RACK));
        } else {
            assertThat(taskOf(result).status()).isEqualTo(TaskStatus.PENDING);
            assertThat(site.holders(taskOf(result))).hasSize(2);
        }
    }

    @Test
    void no_submit_overtakes_a_conflicting_waiting_task() {
        site.has(aRunningTask().touching(trays(1)));
        Task waiting = taskOf(submitTask.submit(queued(powerOn(RACK, trays(1, 2)))));

        assertThat(waiting.status()).isEqualTo(TaskStatus.WAITING);
        assertThat(submitTask.submit(command(powerOn(RACK, trays(2))))).isEqualTo(new Conflict(RACK));
        assertThat(statusOf(queued(powerOn(RACK, trays(2))))).isEqualTo(TaskStatus.WAITING);
        assertThat(statusOf(command(powerOn(RACK, trays(3))))).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void other_racks_and_the_same_rack_of_another_site_do_not_conflict() {
        site.has(aRunningTask().on(OTHER_RACK));
        site.has(aRunningTask().at(SECOND_SITE));

        assertThat(statusOf(command(powerOn(RACK)))).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_finished_task_does_not_conflict() {
        site.has(aSucceededTask());

        assertThat(statusOf(command(powerOn(RACK)))).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_cancelled_task_conflicts_until_its_stop_is_confirmed() {
        Task draining = site.has(aTerminatedTask());

        assertThat(submitTask.submit(command(powerOn(RACK)))).isEqualTo(new Conflict(RACK));
        site.completeDeliveries(draining);

        assertThat(statusOf(command(powerOn(RACK)))).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_cancelled_task_with_a_closed_workflow_conflicts_while_its_lease_lives() {
        Task draining = site.has(aTerminatedTask());
        site.acquireLease(draining);
        site.completeDeliveries(draining);

        assertThat(submitTask.submit(command(powerOn(RACK)))).isEqualTo(new Conflict(RACK));
        site.clock.tick(RackLeases.DURATION);

        assertThat(statusOf(command(powerOn(RACK)))).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_submit_to_a_rack_that_is_free_unnoticed_promotes_waiting_tasks_first() {
        Task draining = site.has(aTerminatedTask());
        Task waiting = taskOf(submitTask.submit(queued(powerOn(RACK))));
        site.completeDeliveries(draining);

        SubmitTask.Result result = submitTask.submit(command(powerOn(RACK)));

        assertThat(result).isEqualTo(new Conflict(RACK));
        assertThat(site.snapshotOf(waiting).task()).map(Task::status).contains(TaskStatus.PENDING);
    }

    @Test
    void an_overdue_waiting_task_does_not_conflict() {
        Task expired = site.has(aWaitingTask());

        assertThat(statusOf(command(powerOn(RACK)))).isEqualTo(TaskStatus.PENDING);

        assertThat(site.snapshotOf(expired).task()).map(Task::message).contains("Expired: queue timeout reached");
    }

    @Test
    void of_concurrent_submits_with_reject_one_is_accepted() {
        List<SubmitTask.Result> results = ConcurrentRuns.of(16, () -> submitTask.submit(command(powerOn(RACK))));

        assertThat(results).filteredOn(Submitted.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(new Conflict(RACK)::equals).hasSize(15);
        assertThat(site.openTasks()).hasSize(1);
    }

    @Test
    void of_concurrent_submits_with_queue_one_is_pending_and_five_wait() {
        List<SubmitTask.Result> results = ConcurrentRuns.of(16, () -> submitTask.submit(queued(powerOn(RACK))));

        assertThat(results).filteredOn(new QueueFull(RACK, 5)::equals).hasSize(10);
        assertThat(site.openTasks()).extracting(Task::status).containsOnlyOnce(TaskStatus.PENDING);
        assertThat(site.openTasks())
                .filteredOn(task -> task.status() == TaskStatus.WAITING)
                .hasSize(5);
    }

    private TaskStatus statusOf(SubmitTask.Command command) {
        return taskOf(submitTask.submit(command)).status();
    }
}
