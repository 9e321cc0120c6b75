package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;

import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.time.Duration;
import java.util.Objects;

/** A server as it is without any configuration, whose worker runs what is submitted. */
final class DefaultServer implements AutoCloseable {

    static final SiteId SITE = DemoOrg.SITE;

    /** Within it everything has come to rest, where nothing is in the way but Temporal itself. */
    static final Duration BOUND = TemporalUnderTest.BOUND;

    private final RunningServer server;
    private final DatabaseRows rows;
    private final WorkflowStatusClient temporal;
    private final String token;
    private final TaskId leftAlone;

    DefaultServer() {
        this.server = new RunningServer(null, TemporalUnderTest.flags());
        this.rows = server.rows();
        this.temporal = new WorkflowStatusClient(
                server.announcement().temporalTarget(), server.announcement().temporalNamespace());
        this.token = server.token("demo-org", "PROVIDER_ADMIN");
        this.leftAlone = server.submit(SITE, Operation.POWER_ON);
    }

    RunningServer server() {
        return server;
    }

    DatabaseRows rows() {
        return rows;
    }

    WorkflowStatusClient temporal() {
        return temporal;
    }

    /** A task that works for twenty seconds from the start of the server, for the test that waits for its end. */
    TaskId untouchedTask() {
        return leftAlone;
    }

    /** Tasks that no engine knows. */
    StoredTasks stored() {
        return new StoredTasks(server, SITE);
    }

    /** A new task on a rack of its own. */
    TaskId submit(Operation operation) {
        return server.submit(SITE, operation);
    }

    /** A task in the middle of its work, which takes minutes. */
    TaskId running() {
        TaskId task = submit(Operation.BRING_UP);
        await().until(() -> server.task(SITE, task).report() != null);
        return task;
    }

    TaskStatus status(TaskId task) {
        return server.task(SITE, task).status();
    }

    HttpReply cancel(TaskId task) {
        return HttpReply.of(server.cancel(SITE, task, token));
    }

    HttpReply get(TaskId task) {
        return HttpReply.of(server.get(SITE, task, token));
    }

    HttpReply get(String path) {
        return HttpReply.of(server.get(path, token));
    }

    /** What GET says once the stop of a cancelled task is confirmed. */
    HttpReply confirmed(TaskId task) {
        return await().until(() -> get(task), reply -> Objects.equals(reply.header("Task-Stop"), "confirmed"));
    }

    @Override
    public void close() {
        temporal.close();
        rows.close();
        server.close();
    }
}
