package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nicotask.application.port.RequestContext;
import io.nicotask.application.port.RequestContext.RequestOrigin;
import io.nicotask.application.task.SubmitTask;
import io.nicotask.application.task.SubmitTask.Command.ConflictStrategy;
import io.nicotask.application.task.SubmitTask.Command.TaskRequest;
import io.nicotask.domain.access.Caller;
import io.nicotask.domain.access.Caller.Role;
import io.nicotask.domain.access.Caller.Subject;
import io.nicotask.domain.access.OrgName;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.ComponentSelection;
import io.nicotask.domain.value.RackId;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A cancel at any time of a start terminates the task and stops its workflow. Runs early, so that the task for
 * {@link CancelEndToEndTest} is executed while other tests run.
 */
@ExtendWith(SharedServers.class)
@Order(1)
final class RacingCancelTest {

    private static final int RACES = 100;
    private static final int LANES = 10;
    private static final long LONGEST_MILLIS = 200;
    private static final long SEED = 20_261_123;

    private final DefaultServer live;

    RacingCancelTest(DefaultServer live) {
        this.live = live;
    }

    @Test
    void a_cancel_at_any_time_of_a_start_terminates_the_task() {
        List<Integer> offsets = offsets();

        List<TaskId> tasks =
                Concurrently.all(lanes(offsets)).stream().flatMap(List::stream).toList();

        await().until(live.rows()::haveNoOpenDelivery);
        assertThat(tasks).hasSize(RACES).allSatisfy(this::assertEndedOnceAndStopped);
        assertThat(edgesOf(tasks)).contains("Pending to Terminated", "Running to Terminated");
    }

    /**
     * The lanes run in parallel and the tasks of a lane one after the other; the last of each lane is cancelled while
     * it runs.
     */
    private List<Callable<List<TaskId>>> lanes(List<Integer> offsets) {
        return IntStream.range(0, LANES)
                .<Callable<List<TaskId>>>mapToObj(lane -> () -> IntStream.range(0, RACES)
                        .filter(race -> race % LANES == lane)
                        .mapToObj(race -> race < RACES - LANES ? race(offsets.get(race)) : cancelWhileRunning())
                        .toList())
                .toList();
    }

    /**
     * Returns delays in milliseconds: half of the cancels come within the steps of a start, the others while the work
     * begins.
     */
    private static List<Integer> offsets() {
        Random random = new Random(SEED);
        return Stream.generate(() -> (int) (LONGEST_MILLIS * Math.pow(random.nextDouble(), 3)))
                .limit(RACES)
                .toList();
    }

    private TaskId race(int offset) {
        TaskId task = submit();
        pause(offset);
        return cancel(task);
    }

    /** Start times vary between servers, so some cancels wait until the task runs. */
    private TaskId cancelWhileRunning() {
        TaskId task = submit();
        await().until(() -> live.status(task) == TaskStatus.RUNNING);
        return cancel(task);
    }

    private TaskId cancel(TaskId task) {
        HttpReply reply = live.cancel(task);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Cancel-Outcome")).isEqualTo("cancelled");
        return task;
    }

    private TaskId submit() {
        Caller caller = new Caller(
                new Subject("alice"),
                Caller.Profile.EMPTY,
                Map.of(new OrgName("demo-org"), Set.of(new Role("PROVIDER_ADMIN"))));
        TaskRequest request = new TaskRequest(
                DefaultServer.SITE,
                new RackId(UUID.randomUUID()),
                Operation.BRING_UP,
                ComponentSelection.WHOLE_RACK,
                "race",
                null);
        SubmitTask.Command command = new SubmitTask.Command(
                new RequestContext(caller, new OrgName("demo-org"), new RequestOrigin("race", "127.0.0.1")),
                request,
                new ConflictStrategy.Reject(),
                null);
        SubmitTask.Result result = live.server().submitTask().submit(command);
        return ((SubmitTask.Result.Submitted) result).view().task().id();
    }

    private void assertEndedOnceAndStopped(TaskId task) {
        List<JsonNode> history = live.rows().of("task_history", task);
        assertThat(history).noneMatch(edge -> edge.get("from_status").asText().equals("Terminated"));
        assertThat(history)
                .filteredOn(edge -> edge.get("to_status").asText().equals("Terminated"))
                .hasSize(1);
        assertThat(live.status(task)).isEqualTo(TaskStatus.TERMINATED);
        assertThat(live.confirmed(task).status()).isEqualTo(200);
        assertThat(live.temporal().status(task))
                .isNotEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    }

    private List<String> edgesOf(List<TaskId> tasks) {
        return tasks.stream()
                .flatMap(task -> live.rows().of("task_history", task).stream())
                .map(edge -> edge.get("from_status").asText() + " to "
                        + edge.get("to_status").asText())
                .toList();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
