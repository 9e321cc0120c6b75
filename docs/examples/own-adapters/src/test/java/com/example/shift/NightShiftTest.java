package com.example.shift;

import static org.assertj.core.api.Assertions.assertThat;

import io.nicotask.application.memory.TestTasks;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two tasks for one rack, in a time that moves only when the test says so. */
final class NightShiftTest {

    private static final RackId RACK = new RackId(new UUID(0, 7));

    private final TestTasks test = new TestTasks();

    @Test
    void a_cancel_gives_the_rack_to_the_next_task() {
        TaskId first = test.submit(RACK, Operation.POWER_OFF);
        test.runUntilIdle(); // starts its workflow
        test.begin(first);
        TaskId second = test.submit(RACK, Operation.POWER_ON);
        assertThat(statusOf(second)).isEqualTo(TaskStatus.WAITING);

        test.cancel(first);
        test.runUntilIdle(); // stops its workflow, and gives the rack to the next task

        assertThat(statusOf(first)).isEqualTo(TaskStatus.TERMINATED);
        assertThat(statusOf(second)).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_task_that_does_not_get_its_rack_in_time_is_terminated() {
        test.submit(RACK, Operation.POWER_OFF);
        TaskId late = test.submit(RACK, Operation.POWER_ON);

        test.advance(TestTasks.WAIT.plusSeconds(1));
        test.runUntilIdle();

        assertThat(statusOf(late)).isEqualTo(TaskStatus.TERMINATED);
    }

    private TaskStatus statusOf(TaskId task) {
        return test.view(task).task().status();
    }
}
