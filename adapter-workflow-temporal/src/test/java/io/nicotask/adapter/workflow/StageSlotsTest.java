package io.nicotask.adapter.workflow;

import static io.nicotask.application.contract.Eventually.await;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nicotask.application.worker.BeginTask;
import io.nicotask.application.worker.BeginTask.Result.Passed;
import io.nicotask.application.worker.ExecuteStage;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.nicotask.application.worker.ExecuteStage.Heartbeat.Signal;
import io.nicotask.application.worker.RackOperationUseCases;
import io.nicotask.application.worker.WorkflowRunRef;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.TaskId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks of one stage each, on a worker that executes two stages at once. */
class StageSlotsTest {

    private static TestTemporal temporal;

    private final TemporalSiteFixture at = new TemporalSiteFixture();
    private final RackOperationUseCases useCases = new RackOperationUseCases(
            this::begin,
            this::execute,
            at.useCases().finish(),
            at.useCases().observe(),
            at.useCases().renewLease());

    private final Set<TaskId> executing = ConcurrentHashMap.newKeySet();
    private final Map<TaskId, ExecuteStage.Result> results = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        temporal = TestTemporal.underTest();
    }

    @AfterAll
    static void stop() {
        temporal.close();
    }

    @Test
    void a_status_report_does_not_wait_until_a_stage_of_another_task_ends() {
        try (TemporalEngine module = at.moduleAt(temporal.target())) {
            module.startWorkers(List.of(at.site), useCases, 2);
            Task succeeding = start(module);
            Task failing = start(module);
            await().until(() -> executing.size() == 2);

            Task next = start(module);
            Task last = start(module);
            await().until(() -> waitsForItsStage(next) && waitsForItsStage(last));
            assertThat(executing).containsExactlyInAnyOrder(succeeding.id(), failing.id());

            results.put(succeeding.id(), new ExecuteStage.Result.Completed());
            results.put(failing.id(), new ExecuteStage.Result.Failed("one tray gave no answer"));
            await().until(() -> at.reload(succeeding).status() == TaskStatus.SUCCEEDED
                    && at.reload(failing).status() == TaskStatus.FAILED);
            await().untilAsserted(() -> assertThat(executing).containsExactlyInAnyOrder(next.id(), last.id()));
        }
    }

    @Test
    void a_worker_without_stages_is_refused() {
        try (TemporalEngine module = at.moduleAt(temporal.target())) {
            assertThatIllegalArgumentException().isThrownBy(() -> module.startWorkers(List.of(at.site), useCases, 0));
        }
    }

    private Task start(TemporalEngine module) {
        Task task = at.aPendingTask();
        at.start(module, task);
        return task;
    }

    /** Returns whether the task has begun and its workflow has requested the stage. */
    private boolean waitsForItsStage(Task task) {
        return at.reload(task).status() == TaskStatus.RUNNING
                && Collections.frequency(temporal.events(task.id()), EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) == 2;
    }

    private BeginTask.Result begin(WorkflowRunRef run) {
        assertThat(at.useCases().begin().begin(run)).isInstanceOf(Passed.class);
        return new Passed(1);
    }

    private ExecuteStage.Result execute(WorkflowRunRef run, int stage, Heartbeat heartbeat) {
        executing.add(run.task());
        try {
            while (!results.containsKey(run.task())) {
                if (heartbeat.beat() != Signal.CONTINUE) {
                    return new ExecuteStage.Result.HandedOver("test");
                }
            }
            return results.get(run.task());
        } finally {
            executing.remove(run.task());
        }
    }
}
