package io.nicotask.application.testkit;

import static io.nicotask.application.memory.TestTasks.SITE;
import static io.nicotask.application.memory.TestTasks.WAIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nicotask.application.memory.TestTasks;
import io.nicotask.application.task.CancelTask.Result.Cancelled;
import io.nicotask.application.user.ProviderAdminPolicy;
import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.FinishTask.WorkResult;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.stop.StopStatus;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TestTasksTest {

    private static final RackId RACK = new RackId(new UUID(3, 1));

    private final TestTasks test = new TestTasks();

    @Test
    void a_cancelled_task_is_stopped() {
        TaskId task = begunTask();

        assertThat(test.cancel(task)).isInstanceOf(Cancelled.class);
        assertThat(test.view(task).stop()).isEqualTo(StopStatus.REQUESTED);
        test.runUntilIdle();

        assertThat(test.engine().terminations(SITE)).containsExactly(task);
        assertThat(test.view(task).stop()).isEqualTo(StopStatus.CONFIRMED);
        assertThat(test.runUntilIdle()).isZero();
    }

    @Test
    void a_task_that_waits_gets_its_rack_when_the_first_has_finished() {
        TaskId first = begunTask();
        TaskId second = test.submit(RACK, Operation.POWER_OFF);
        assertThat(statusOf(second)).isEqualTo(TaskStatus.WAITING);

        test.finish(first, new WorkResult.Success());
        test.runUntilIdle();
        test.advance(Duration.ofMinutes(1));
        test.runUntilIdle();

        assertThat(statusOf(first)).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(statusOf(second)).isEqualTo(TaskStatus.PENDING);
        assertThat(test.begin(second)).isInstanceOf(BeginTask.Result.Passed.class);
    }

    @Test
    void a_task_that_waits_too_long_is_terminated() {
        begunTask();
        TaskId second = test.submit(RACK, Operation.POWER_OFF);

        test.advance(WAIT.plusSeconds(1));
        test.runUntilIdle();

        assertThat(statusOf(second)).isEqualTo(TaskStatus.TERMINATED);
    }

    @Test
    void a_stop_is_repeated_when_the_engine_is_reachable_again() {
        TaskId task = begunTask();
        test.engine().goAway(SITE);
        test.cancel(task);
        test.runUntilIdle();
        assertThat(test.view(task).stop()).isEqualTo(StopStatus.REQUESTED);

        test.engine().comeBack(SITE);
        test.advance(Duration.ofMinutes(1));
        test.runUntilIdle();

        assertThat(test.view(task).stop()).isEqualTo(StopStatus.CONFIRMED);
    }

    @Test
    void the_settings_of_the_service_replace_those_of_the_test() {
        TestTasks strict = new TestTasks(builder -> builder.access(ProviderAdminPolicy::new));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> strict.submit(RACK, Operation.POWER_ON))
                .withMessageStartingWith("The task of caller test in org test-org was refused: Denied");
    }

    private TaskId begunTask() {
        TaskId task = test.submit(RACK, Operation.POWER_ON);
        test.runUntilIdle();
        test.begin(task);
        return task;
    }

    private TaskStatus statusOf(TaskId task) {
        return test.view(task).task().status();
    }
}
