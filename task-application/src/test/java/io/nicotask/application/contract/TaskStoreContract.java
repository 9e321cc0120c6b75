package io.nicotask.application.contract;

import static io.nicotask.application.contract.TaskFixture.CAUSE;
import static io.nicotask.application.contract.TaskFixture.CHANGED;
import static io.nicotask.application.contract.TaskFixture.CREATED;
import static io.nicotask.application.contract.TaskFixture.RUN;
import static io.nicotask.application.contract.TaskFixture.aPendingTask;
import static io.nicotask.application.contract.TaskFixture.aRunningTask;
import static io.nicotask.application.contract.TaskFixture.aTask;
import static io.nicotask.application.contract.TaskFixture.aWaitingTask;
import static io.nicotask.application.contract.TaskFixture.applied;
import static io.nicotask.application.contract.TaskFixture.cancelled;
import static io.nicotask.domain.task.ComponentType.COMPUTE;
import static io.nicotask.domain.task.ComponentType.POWER_SHELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nicotask.application.port.Attention;
import io.nicotask.application.port.Cause;
import io.nicotask.application.port.HistoryEntry;
import io.nicotask.application.port.LateWord;
import io.nicotask.application.port.StaleTask;
import io.nicotask.application.port.StoreUnavailable;
import io.nicotask.application.port.TaskChange;
import io.nicotask.application.port.TaskStore;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.access.TaskScope;
import io.nicotask.domain.task.Actor;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link TaskStore} does. */
public abstract class TaskStoreContract extends TaskReadingContract {

    protected TaskStoreContract(StoreUnderTest store, Class<? extends TaskStore> implementation) {
        super(store, implementation);
    }

    @Test
    void a_task_of_another_scope_is_like_one_that_does_not_exist() {
        Task task = kept(aPendingTask());

        for (TaskScope scope : List.of(THERE, ABROAD, FORGED)) {
            assertThat(tasks.find(scope, task.id())).isEmpty();
            assertThat(tasks.lock(scope, task.id())).isEmpty();
            assertThat(tasks.history(scope, task.id())).isEmpty();
        }
        assertThat(tasks.find(HERE, new TaskId(new UUID(0, 404)))).isEmpty();
    }

    @Test
    void a_task_is_not_added_to_a_scope_of_another_site() {
        Task task = aPendingTask().now();

        assertThatIllegalArgumentException().isThrownBy(() -> tasks.add(THERE, task, CAUSE));
        assertThat(tasks.find(HERE, task.id())).isEmpty();
        assertThat(tasks.find(THERE, task.id())).isEmpty();
    }

    @Test
    void a_task_is_not_added_to_a_scope_that_is_not_there() {
        SiteId nowhere = new SiteId(new UUID(2, 404));
        Task lost = aPendingTask().at(nowhere).now();
        Task stolen = aPendingTask().now();

        assertThatIllegalStateException().isThrownBy(() -> tasks.add(new TaskScope(PROVIDER, nowhere), lost, CAUSE));
        assertThatIllegalStateException().isThrownBy(() -> tasks.add(FORGED, stolen, CAUSE));
    }

    @Test
    void a_task_is_added_once() {
        Task task = kept(aRunningTask());

        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.add(HERE, aPendingTask().now(), CAUSE));
        assertUnchanged(task);
        assertThat(tasks.history(HERE, task.id())).hasSize(2);
    }

    @Test
    void a_write_upon_an_older_version_is_stale_and_writes_nothing() {
        Task before = aRunningTask().now();
        Task reported = kept(aRunningTask().reporting(Reports.ofEveryKind()));

        assertStale(HERE, before, cancelled(before));
        assertUnchanged(reported);
        assertThat(tasks.history(HERE, reported.id())).hasSize(2);
    }

    @Test
    void a_write_upon_another_state_of_the_same_version_is_stale_and_writes_nothing() {
        Task terminated = kept(aPendingTask().then(TaskFixture::cancelled));
        Task running = aRunningTask().now();
        assertThat(running.revision().version()).isEqualTo(terminated.revision().version());

        assertStale(HERE, running, applied(running.succeed(RUN, CHANGED)));
        assertUnchanged(terminated);
    }

    @Test
    void a_write_in_another_scope_is_stale_and_writes_nothing() {
        Task task = kept(aPendingTask());

        for (TaskScope scope : List.of(THERE, ABROAD, FORGED)) {
            assertStale(scope, task, cancelled(task));
        }
        assertUnchanged(task);
    }

    @Test
    void a_write_upon_a_task_that_was_never_kept_is_stale() {
        Task task = aPendingTask().now();

        assertStale(HERE, task, cancelled(task));
        assertThat(tasks.find(HERE, task.id())).isEmpty();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("everyPair")
    void a_write_follows_the_table_of_edges(TaskStatus from, TaskStatus to) {
        boolean legal = from == to ? !from.isTerminal() : from.successors().contains(to);
        Task before = kept(aTask(from));
        Task after = movedTo(before, to);

        Throwable refusal = catchThrowable(() -> tasks.update(HERE, new TaskChange(before, after, CAUSE)));

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
        Task added = aWaitingTask().now();
        Task promoted = applied(added.promote(CHANGED));
        Cause cause = Cause.of(Actor.system("promoter"));

        tasks.add(HERE, added, CAUSE);
        tasks.update(HERE, new TaskChange(added, promoted, cause));

        assertThat(tasks.history(HERE, added.id()))
                .containsExactly(
                        new HistoryEntry(null, TaskStatus.WAITING, CREATED, CAUSE),
                        new HistoryEntry(TaskStatus.WAITING, TaskStatus.PENDING, CHANGED, cause));
    }

    @Test
    void a_report_adds_nothing_to_the_history() {
        Task task = kept(aRunningTask().reporting(Reports.ofEveryKind()));

        assertThat(tasks.history(HERE, task.id()))
                .extracting(HistoryEntry::to)
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING);
    }

    @Test
    void what_came_too_late_is_kept_beside_the_task() {
        Task task = kept(aTask(TaskStatus.TERMINATED));
        LateWord late = new LateWord(task.id(), RUN, "Succeeded", CHANGED);

        tasks.keep(HERE, late);
        tasks.keep(HERE, late);
        tasks.keep(THERE, late);
        tasks.keep(FORGED, late);

        assertThat(store.lateWords()).containsExactly(late, late);
        assertUnchanged(task);
    }

    @Test
    void a_component_that_must_be_looked_at_is_kept_once_with_the_first_word() {
        Task task = kept(aTask(TaskStatus.TERMINATED));
        Attention first = new Attention(task.id(), COMPUTE, component(1), "cut off \uD83D\uDE80", CHANGED);
        Attention again = new Attention(task.id(), COMPUTE, component(1), "cut off later", CHANGED.plusSeconds(1));
        Attention otherType = new Attention(task.id(), POWER_SHELF, component(1), "cut off", CHANGED);

        tasks.keep(HERE, first);
        tasks.keep(HERE, again);
        tasks.keep(HERE, otherType);
        tasks.keep(THERE, new Attention(task.id(), COMPUTE, component(2), "not from there", CHANGED));
        tasks.keep(FORGED, new Attention(task.id(), COMPUTE, component(3), "not from there", CHANGED));

        assertThat(store.attentions()).containsExactly(first, otherType);
        assertUnchanged(task);
    }

    @Test
    void of_many_writers_that_read_the_same_task_one_writes() {
        Task task = kept(aPendingTask());

        List<Boolean> wrote = Race.of(16, () -> writes(new TaskChange(task, cancelled(task), CAUSE)));

        assertThat(wrote).containsOnlyOnce(true);
        assertUnchanged(cancelled(task));
        assertThat(tasks.history(HERE, task.id())).hasSize(2);
    }

    private boolean writes(TaskChange change) {
        try {
            tasks.update(HERE, change);
            return true;
        } catch (StaleTask lost) {
            return false;
        }
    }

    private void assertStale(TaskScope scope, Task before, Task after) {
        assertThatThrownBy(() -> tasks.update(scope, new TaskChange(before, after, CAUSE)))
                .isInstanceOf(StaleTask.class);
    }

    /** The next version of the task with the state of another, whether the domain would allow it or not. */
    private static Task movedTo(Task before, TaskStatus status) {
        Task other = aTask(status).now();
        Revision next = new Revision(
                before.revision().created(), CHANGED, before.revision().version() + 1);
        return Task.rehydrated(before.id(), before.request(), other.state(), other.message(), before.report(), next);
    }
}
