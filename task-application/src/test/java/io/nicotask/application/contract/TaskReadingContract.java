package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CAUSE;
import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
import static io.nicotask.application.contract.StoredTaskFixture.CREATED;
import static io.nicotask.application.contract.StoredTaskFixture.RUN;
import static io.nicotask.application.contract.StoredTaskFixture.aPendingTask;
import static io.nicotask.application.contract.StoredTaskFixture.aRunningTask;
import static io.nicotask.application.contract.StoredTaskFixture.aTask;
import static io.nicotask.application.contract.StoredTaskFixture.aWaitingTask;
import static io.nicotask.application.contract.StoredTaskFixture.applied;
import static io.nicotask.application.contract.StoredTaskFixture.cancelled;
import static io.nicotask.domain.value.ComponentType.COMPUTE;
import static io.nicotask.domain.value.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.port.Change.ChangeCause;
import io.nicotask.application.port.Change.TaskChange;
import io.nicotask.application.port.TaskQueries;
import io.nicotask.application.port.TaskQueries.HistoryEntry;
import io.nicotask.application.port.TaskQueries.TaskView;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.stop.Stop;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import io.nicotask.domain.value.TaskId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The part of the contract of {@link TaskQueries} that is about one task; decisions read it the same way. */
abstract class TaskReadingContract extends StoreContract {

    final TaskQueries queries;

    TaskReadingContract(StoreUnderTest store, Class<? extends TaskQueries> implementation) {
        super(store);
        this.queries = calls.recorded(TaskQueries.class, implementation.cast(store.tasks()));
    }

    @ParameterizedTest
    @EnumSource
    void a_task_is_read_as_written_in_every_state(TaskStatus status) {
        assertReadAsWritten(stored(aTask(status)));
    }

    @Test
    void a_task_is_found_in_its_scope_only() {
        Task task = stored(aPendingTask());

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(queries.find(scope, task.id())).isEmpty();
            assertThat(queries.history(scope, task.id())).isEmpty();
        }
        assertThat(queries.find(SCOPE, new TaskId(new UUID(0, 404)))).isEmpty();
        assertThat(queries.history(SCOPE, new TaskId(new UUID(0, 404)))).isEmpty();
    }

    @Test
    void a_terminated_task_is_found_with_the_state_of_its_stop() {
        Task task = storedWithReservation(aRunningTask());
        deliverStart(task);
        assertThat(stopOf(task)).isNull();
        cancel(task);

        assertThat(stopOf(task)).isEqualTo(StopStatus.REQUESTED);
        store.elapse(Stop.ATTENTION_AFTER.plusSeconds(1));
        assertThat(stopOf(task)).isEqualTo(StopStatus.NEEDS_ATTENTION);
        closeWorkflow(task);
        release(task);
        assertThat(stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void the_stop_of_a_found_task_takes_its_steps_into_account() {
        Task task = endedWithUnfinishedStep(1);
        closeWorkflow(task);
        assertThat(stopOf(task)).isEqualTo(StopStatus.DRAINING);

        observeUnknown(task, Map.of(component(1), "cut off"));

        assertThat(stopOf(task)).isEqualTo(StopStatus.NEEDS_ATTENTION);
    }

    @Test
    void a_task_that_was_terminated_while_it_waited_has_nothing_to_stop() {
        Task task = stored(aWaitingTask().after(StoredTaskFixture::cancelled));

        assertThat(stopOf(task)).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void the_stop_of_a_succeeded_or_failed_task_is_not_shown() {
        assertThat(stopOf(storedWithReservation(aTask(TaskStatus.SUCCEEDED).number(1))))
                .isNull();
        assertThat(stopOf(storedWithReservation(aTask(TaskStatus.FAILED).number(2))))
                .isNull();
    }

    @Test
    void the_history_has_each_change_of_state_oldest_first() {
        Task added = aWaitingTask().build();
        Task promoted = applied(added.promote(CHANGED));
        ChangeCause cause = ChangeCause.of(Actor.system("promoter"));

        store.writes().insertTask(SCOPE, added, CAUSE);
        store.writes().update(SCOPE, new TaskChange(added, promoted, cause));

        assertThat(queries.history(SCOPE, added.id()))
                .containsExactly(
                        new HistoryEntry(null, TaskStatus.WAITING, CREATED, CAUSE),
                        new HistoryEntry(TaskStatus.WAITING, TaskStatus.PENDING, CHANGED, cause));
    }

    @Test
    void a_report_adds_nothing_to_the_history() {
        Task task = stored(aRunningTask().reporting(ReportFixtures.ofEveryKind()));

        assertThat(queries.history(SCOPE, task.id()))
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING);
    }

    @Test
    void a_task_that_never_ran_is_read_as_written() {
        Task cancelled = stored(aWaitingTask().number(1).after(StoredTaskFixture::cancelled));
        Task failed = stored(aPendingTask().number(2).after(task -> applied(task.fail(null, "no engine", CHANGED))));
        Task promoted = stored(aWaitingTask().number(3).after(task -> applied(task.promote(CHANGED))));

        assertReadAsWritten(cancelled);
        assertReadAsWritten(failed);
        assertReadAsWritten(promoted);
    }

    @Test
    void a_task_without_a_rule_is_read_as_written() {
        assertReadAsWritten(stored(aRunningTask().withoutRule()));
    }

    @Test
    void components_are_read_as_written() {
        Task named = stored(aRunningTask()
                .of(new ComponentSelection(
                        Map.of(COMPUTE, Set.of(component(1), component(2)), POWER_SHELF, Set.of(component(1))))));
        Task everyType = stored(aPendingTask()
                .number(2)
                .of(new ComponentSelection(Arrays.stream(ComponentType.values())
                        .collect(Collectors.toMap(Function.identity(), type -> Set.of(component(3)))))));

        assertReadAsWritten(named);
        assertReadAsWritten(everyType);
    }

    @Test
    void a_resolved_rule_is_stored_with_the_plan() {
        RuleId rule = new RuleId(new UUID(8, 9));
        Task task = stored(aRunningTask()
                .withoutRule()
                .after(running -> applied(running.plan(RUN, rule, ReportFixtures.ofEveryKind(), CHANGED))));

        assertThat(task.spec().rule()).isEqualTo(rule);
        assertReadAsWritten(task);
    }

    @Test
    void a_report_is_read_as_written() {
        Task running = stored(aRunningTask().reporting(ReportFixtures.ofEveryKind()));
        Task cancelled = stored(
                aRunningTask().number(2).reporting(ReportFixtures.ofEveryKind()).after(StoredTaskFixture::cancelled));

        assertReadAsWritten(running);
        assertReadAsWritten(cancelled);
    }

    @Test
    void unusual_texts_are_read_as_written() {
        String odd = "'; drop table task; -- \\ \" \n\t \uD83D\uDE80 \u00E9 :id ? {}".repeat(8);
        Task failed = stored(aRunningTask().after(task -> applied(task.fail(RUN, odd, CHANGED))));

        assertReadAsWritten(failed);
    }

    private void assertReadAsWritten(Task task) {
        assertThat(queries.find(SCOPE, task.id())).map(TaskView::task).contains(task);
        assertUnchanged(task);
    }

    private @Nullable StopStatus stopOf(Task task) {
        return queries.find(SCOPE, task.id()).orElseThrow().stop();
    }

    static ComponentId component(int number) {
        return new ComponentId(new UUID(9, number));
    }
}
