package io.nicotask.bootstrap.benchmark;

import io.nicotask.bootstrap.DatabaseRows;
import io.nicotask.bootstrap.RunningServer;
import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.report.TaskReport;
import io.nicotask.domain.report.TaskReport.Step;
import io.nicotask.domain.task.Revision;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskState.Running;
import io.nicotask.domain.task.TaskState.WorkflowRun;
import io.nicotask.domain.value.ComponentType;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Prepares Running tasks with a report. All are alike, so that the SQL for one serves for another; the id of each is
 * its number, from 1 on, in decimal digits.
 */
final class PreparedTasks {

    /** As if the engine had been called; the relay does not monitor these workflows. */
    private static final String COMPLETE_STARTS = "delete from work where kind = 'START_WORKFLOW'";

    private final Instant begun = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final WorkflowRun run = new WorkflowRun(new WorkflowRunId("benchmark"), begun);
    private final TaskReport report = TaskReport.planned(List.of(
                    List.of(Step.planned(ComponentType.POWER_SHELF, 8)),
                    List.of(Step.planned(ComponentType.NV_SWITCH, 9)),
                    List.of(Step.planned(ComponentType.COMPUTE, 18))))
            .beginStage(1, begun);
    private long last;

    PreparedTasks() {
        this(0);
    }

    /** Continues after that number, for a Temporal that knows earlier tasks. */
    PreparedTasks(long last) {
        this.last = last;
    }

    /** Returns the number of the newest task. */
    long last() {
        return last;
    }

    List<TaskId> prepare(RunningServer server, int count) {
        return prepare(server, count, false);
    }

    /** Prepares tasks and requests the start of their workflows. */
    List<TaskId> prepareWithWorkflows(RunningServer server, int count) {
        return prepare(server, count, true);
    }

    private List<TaskId> prepare(RunningServer server, int count, boolean workflow) {
        long before = last;
        last += count;
        List<TaskId> tasks = LongStream.rangeClosed(before + 1, last)
                .mapToObj(number -> insertTask(server, new TaskId(new UUID(0, Long.parseLong("" + number, 16)))))
                .toList();
        if (!workflow) {
            try (DatabaseRows rows = server.rows()) {
                rows.execute(COMPLETE_STARTS);
            }
        }
        return tasks;
    }

    private TaskId insertTask(RunningServer server, TaskId id) {
        Task pending = server.insertWithStart(
                Task.submitted(id, RunningServer.request(DemoOrg.SITE, Operation.BRING_UP), begun));
        server.write(
                pending,
                Task.rehydrated(
                        id, pending.spec(), new Running(run), "Running", report, new Revision(begun, begun, 2)));
        return id;
    }
}
