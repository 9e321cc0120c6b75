package io.nicotask.application.contract;

import static io.nicotask.application.contract.StoredTaskFixture.CHANGED;
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

import io.nicotask.application.port.TaskStore;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentId;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.RuleId;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The part of the contract of {@link TaskStore} that is about reading what was written. */
abstract class TaskReadingContract extends StoreContract {

    final TaskStore tasks;

    TaskReadingContract(StoreUnderTest store, Class<? extends TaskStore> implementation) {
        super(store);
        this.tasks = implementation.cast(store.tasks());
    }

    @ParameterizedTest
    @EnumSource
    void a_task_is_read_as_written_in_every_state(TaskStatus status) {
        Task task = stored(aTask(status));

        assertThat(tasks.find(SCOPE, task.id())).contains(task);
        assertThat(tasks.lock(SCOPE, task.id())).contains(task);
    }

    @Test
    void a_task_that_never_ran_is_read_as_written() {
        Task cancelled = stored(aWaitingTask().number(1).after(StoredTaskFixture::cancelled));
        Task failed = stored(aPendingTask().number(2).after(task -> applied(task.fail(null, "no engine", CHANGED))));
        Task promoted = stored(aWaitingTask().number(3).after(task -> applied(task.promote(CHANGED))));

        assertUnchanged(cancelled);
        assertUnchanged(failed);
        assertUnchanged(promoted);
    }

    @Test
    void a_task_without_a_rule_is_read_as_written() {
        assertUnchanged(stored(aRunningTask().withoutRule()));
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

        assertUnchanged(named);
        assertUnchanged(everyType);
    }

    @Test
    void a_resolved_rule_is_stored_with_the_plan() {
        RuleId rule = new RuleId(new UUID(8, 9));
        Task task = stored(aRunningTask()
                .withoutRule()
                .after(running -> applied(running.plan(RUN, rule, ReportFixtures.ofEveryKind(), CHANGED))));

        assertThat(task.spec().rule()).isEqualTo(rule);
        assertUnchanged(task);
    }

    @Test
    void a_report_is_read_as_written() {
        Task running = stored(aRunningTask().reporting(ReportFixtures.ofEveryKind()));
        Task cancelled = stored(
                aRunningTask().number(2).reporting(ReportFixtures.ofEveryKind()).after(StoredTaskFixture::cancelled));

        assertUnchanged(running);
        assertUnchanged(cancelled);
    }

    @Test
    void unusual_texts_are_read_as_written() {
        String odd = "'; drop table task; -- \\ \" \n\t \uD83D\uDE80 \u00E9 :id ? {}".repeat(8);
        Task failed = stored(aRunningTask().after(task -> applied(task.fail(RUN, odd, CHANGED))));

        assertUnchanged(failed);
    }

    static ComponentId component(int number) {
        return new ComponentId(new UUID(9, number));
    }
}
