package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;

import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.TaskId;
import io.nicotask.domain.task.TaskStatus;
import java.time.Duration;
import java.util.Objects;

/** A server as it is without any configuration, whose worker runs what is submitted. */
final class LiveServer implements AutoCloseable {

    static final SiteId SITE = DemoOrg.SITE;

    /** Within it everything has come to rest, where nothing is in the way but Temporal itself. */
    static final Duration BOUND = GivenTemporal.BOUND;

    private final RunningServer server;
    private final Rows rows;
    private final TemporalClient temporal;
    private final String token;
    private final TaskId leftAlone;

    LiveServer() {
        this.server = new RunningServer(null, GivenTemporal.flags());
        this.rows = server.rows();
        this.temporal = new TemporalClient(
                server.announcement().temporalTarget(), server.announcement().temporalNamespace());
        this.token = server.token("demo-org", "PROVIDER_ADMIN");
        this.leftAlone = server.submit(SITE, Operation.POWER_ON);
    }

    RunningServer server() {
        return server;
    }

    Rows rows() {
        return rows;
    }

    TemporalClient temporal() {
        return temporal;
    }

    /** A task that works for twenty seconds from the start of the server, for the test that waits for its end. */
    TaskId leftAlone() {
        return leftAlone;
    }

    /** Tasks that no engine knows. */
    KeptTasks kept() {
        return new KeptTasks(server, SITE);
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

    Reply cancel(TaskId task) {
        return Reply.of(server.cancel(SITE, task, token));
    }

    Reply get(TaskId task) {
        return Reply.of(server.get(SITE, task, token));
    }

    Reply get(String path) {
        return Reply.of(server.get(path, token));
    }

    /** What GET says once the stop of a cancelled task is confirmed. */
    Reply confirmed(TaskId task) {
        return await().until(() -> get(task), reply -> Objects.equals(reply.header("Task-Stop"), "confirmed"));
    }

    @Override
    public void close() {
        temporal.close();
        rows.close();
        server.close();
    }
}
