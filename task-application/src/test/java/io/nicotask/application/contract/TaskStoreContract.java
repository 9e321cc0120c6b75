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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nicotask.application.port.ChangeCause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.LateOutcome;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.domain.access.Actor;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link TaskStore}. */
public abstract class TaskStoreContract extends TaskReadingContract {

    protected TaskStoreContract(StoreUnderTest store, Class<? extends TaskStore> implementation) {
        super(store, implementation);
    }

    @Test
    void a_task_is_not_found_in_another_scope() {
        Task task = stored(aPendingTask());

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertThat(tasks.find(scope, task.id())).isEmpty();
            assertThat(tasks.lock(scope, task.id())).isEmpty();
            assertThat(tasks.history(scope, task.id())).isEmpty();
        }
        assertThat(tasks.find(SCOPE, new TaskId(new UUID(0, 404)))).isEmpty();
    }

    @Test
    void a_task_cannot_be_inserted_for_another_site() {
        Task task = aPendingTask().build();

        assertThatIllegalArgumentException().isThrownBy(() -> tasks.insertTask(OTHER_SITE_SCOPE, task, CAUSE));
        assertThat(tasks.find(SCOPE, task.id())).isEmpty();
        assertThat(tasks.find(OTHER_SITE_SCOPE, task.id())).isEmpty();
    }

    @Test
    void a_task_cannot_be_inserted_in_a_scope_that_does_not_exist() {
        SiteId nowhere = new SiteId(new UUID(2, 404));
        Task lost = aPendingTask().at(nowhere).build();
        Task stolen = aPendingTask().build();

        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.insertTask(new TaskScope(PROVIDER, nowhere), lost, CAUSE));
        assertThatIllegalStateException().isThrownBy(() -> tasks.insertTask(MISMATCHED_SCOPE, stolen, CAUSE));
    }

    @Test
    void a_task_can_be_inserted_only_once() {
        Task task = stored(aRunningTask());

        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.insertTask(SCOPE, aPendingTask().build(), CAUSE));
        assertUnchanged(task);
        assertThat(tasks.history(SCOPE, task.id())).hasSize(2);
    }

    @Test
    void an_update_of_an_older_version_is_stale_and_writes_nothing() {
        Task before = aRunningTask().build();
        Task reported = stored(aRunningTask().reporting(ReportFixtures.ofEveryKind()));

        assertStale(SCOPE, before, cancelled(before));
        assertUnchanged(reported);
        assertThat(tasks.history(SCOPE, reported.id())).hasSize(2);
    }

    @Test
    void an_update_of_another_state_with_the_same_version_is_stale_and_writes_nothing() {
        Task terminated = stored(aPendingTask().after(StoredTaskFixture::cancelled));
        Task running = aRunningTask().build();
        assertThat(running.revision().version()).isEqualTo(terminated.revision().version());

        assertStale(SCOPE, running, applied(running.succeed(RUN, CHANGED)));
        assertUnchanged(terminated);
    }

    @Test
    void an_update_in_another_scope_is_stale_and_writes_nothing() {
        Task task = stored(aPendingTask());

        for (TaskScope scope : List.of(OTHER_SITE_SCOPE, FOREIGN_SCOPE, MISMATCHED_SCOPE)) {
            assertStale(scope, task, cancelled(task));
        }
        assertUnchanged(task);
    }

    @Test
    void an_update_of_an_unknown_task_is_stale() {
        Task task = aPendingTask().build();

        assertStale(SCOPE, task, cancelled(task));
        assertThat(tasks.find(SCOPE, task.id())).isEmpty();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void an_update_follows_the_transition_table(TaskStatus from, TaskStatus to) {
        boolean legal = from == to ? !from.isTerminal() : from.successors().contains(to);
        Task before = stored(aTask(from));
        Task after = movedTo(before, to);

        Throwable refusal = catchThrowable(() -> tasks.update(SCOPE, new TaskChange(before, after, CAUSE)));

        if (legal) {
            assertThat(refusal).isNull();
            assertUnchanged(after);
        } else {
            assertThat(refusal).isNotNull().isNotInstanceOfAny(StaleTask.class, StoreUnavailable.class);
            assertUnchanged(before);
        }
    }

    static Stream<Arguments> everyPair() {
        return Arrays.stream(TaskStatus.values())
                .flatMap(from -> Arrays.stream(TaskStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @Test
    void the_history_has_each_change_of_state_oldest_first() {
        Task added = aWaitingTask().build();
        Task promoted = applied(added.promote(CHANGED));
        ChangeCause cause = ChangeCause.of(Actor.system("promoter"));

        tasks.insertTask(SCOPE, added, CAUSE);
        tasks.update(SCOPE, new TaskChange(added, promoted, cause));

        assertThat(tasks.history(SCOPE, added.id()))
                .containsExactly(
                        new HistoryEntry(null, TaskStatus.WAITING, CREATED, CAUSE),
                        new HistoryEntry(TaskStatus.WAITING, TaskStatus.PENDING, CHANGED, cause));
    }

    @Test
    void a_report_adds_nothing_to_the_history() {
        Task task = stored(aRunningTask().reporting(ReportFixtures.ofEveryKind()));

        assertThat(tasks.history(SCOPE, task.id()))
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING);
    }

    @Test
    void a_late_outcome_is_stored_beside_the_task() {
        Task task = stored(aTask(TaskStatus.TERMINATED));
        LateOutcome late = new LateOutcome(task.id(), RUN, "Succeeded", CHANGED);

        tasks.insertLateOutcome(SCOPE, late);
        tasks.insertLateOutcome(SCOPE, late);
        tasks.insertLateOutcome(OTHER_SITE_SCOPE, late);
        tasks.insertLateOutcome(MISMATCHED_SCOPE, late);

        assertThat(store.lateOutcomes()).containsExactly(late, late);
        assertUnchanged(task);
    }

    @Test
    void of_concurrent_updates_of_one_version_one_succeeds() {
        Task task = stored(aPendingTask());

        List<Boolean> wrote = ConcurrentRuns.of(16, () -> writes(new TaskChange(task, cancelled(task), CAUSE)));

        assertThat(wrote).containsOnlyOnce(true);
        assertUnchanged(cancelled(task));
        assertThat(tasks.history(SCOPE, task.id())).hasSize(2);
    }

    private boolean writes(TaskChange change) {
        try {
            tasks.update(SCOPE, change);
            return true;
        } catch (StaleTask lost) {
            return false;
        }
    }

    private void assertStale(TaskScope scope, Task before, Task after) {
        assertThatThrownBy(() -> tasks.update(scope, new TaskChange(before, after, CAUSE)))
                .isInstanceOf(StaleTask.class);
    }

    /** The next version of the task with that status, whether or not the domain allows it. */
    private static Task movedTo(Task before, TaskStatus status) {
        Task other = aTask(status).build();
        Revision next = new Revision(
                before.revision().created(), CHANGED, before.revision().version() + 1);
        return Task.rehydrated(before.id(), before.spec(), other.state(), other.message(), before.report(), next);
    }
}
