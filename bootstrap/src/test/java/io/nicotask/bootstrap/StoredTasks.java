package io.nicotask.bootstrap;

import static io.nicotask.domain.task.TaskFixtures.applied;

import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskFixtures;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Inserts tasks that are unknown to the workflow engine, each brought into its state by the aggregate's own methods,
 * one second per step.
 */
final class StoredTasks {

    /** The submission time of all of them. */
    static final Instant SUBMITTED = Instant.parse("2026-06-01T12:00:00Z");

    private static final WorkflowRunId RUN = new WorkflowRunId("run-1");

    private final RunningServer server;
    private final SiteId site;

    StoredTasks(RunningServer server, SiteId site) {
        this.server = server;
        this.site = site;
    }

    Task waiting() {
        return server.insertTask(
                Task.queued(newId(), RunningServer.request(site, Operation.POWER_ON), deadline(), SUBMITTED));
    }

    Task pending() {
        return server.insertTask(Task.submitted(newId(), RunningServer.request(site, Operation.POWER_ON), SUBMITTED));
    }

    /** Inserts a task in the middle of its first stage, with components that are done, failed, and missing. */
    Task running() {
        Task begun = begun();
        return written(begun, applied(begun.progress(RUN, TaskFixtures.aReport(), SUBMITTED.plusSeconds(2))));
    }

    Task succeeded() {
        Task begun = begun();
        return written(begun, applied(begun.succeed(RUN, SUBMITTED.plusSeconds(3))));
    }

    /** Inserts a task that failed before it began. */
    Task failed() {
        Task pending = pending();
        return written(pending, applied(pending.fail(null, "Workflow could not be started", SUBMITTED.plusSeconds(3))));
    }

    private Task begun() {
        Task pending = pending();
        return written(pending, applied(pending.start(RUN, SUBMITTED.plusSeconds(1))));
    }

    private Task written(Task before, Task after) {
        server.write(before, after);
        return after;
    }

    private static Instant deadline() {
        return SUBMITTED.plus(Duration.ofDays(3650));
    }

    private static TaskId newId() {
        return new TaskId(UUID.randomUUID());
    }
}
