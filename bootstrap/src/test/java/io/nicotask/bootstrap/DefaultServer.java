package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;

import io.nicotask.bootstrap.embedded.DemoOrg;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.TaskStatus;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.Callable;

/** A server without any configuration, whose worker runs the submitted tasks. */
final class DefaultServer implements AutoCloseable {

    static final SiteId SITE = DemoOrg.SITE;

    private final RunningServer server;
    private final DatabaseRows rows;
    private final WorkflowStatusClient temporal;
    private final String token;
    private final TaskId untouchedTask;

    DefaultServer() {
        this.server = new RunningServer(null, TemporalUnderTest.flags());
        this.rows = server.rows();
        this.temporal = new WorkflowStatusClient(
                server.startupReport().temporalTarget(), server.startupReport().temporalNamespace());
        this.token = server.token("demo-org", "PROVIDER_ADMIN");
        this.untouchedTask = server.submit(SITE, Operation.POWER_ON);
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

    /**
     * Returns a task that was submitted at the server's start and takes twenty seconds, for the test that waits for its
     * end.
     */
    TaskId untouchedTask() {
        return untouchedTask;
    }

    /** Creates tasks that are unknown to the workflow engine. */
    StoredTasks stored() {
        return new StoredTasks(server, SITE);
    }

    /** Submits a task on a new rack. */
    TaskId submit(Operation operation) {
        return server.submit(SITE, operation);
    }

    /** Submits a task that takes minutes, and waits until it runs. */
    TaskId running() {
        TaskId task = submit(Operation.BRING_UP);
        await().until(() -> server.task(SITE, task).report() != null);
        return task;
    }

    TaskStatus status(TaskId task) {
        return server.task(SITE, task).status();
    }

    HttpReply cancel(TaskId task) {
        return repliedBy(() -> server.cancel(SITE, task, token));
    }

    HttpReply get(TaskId task) {
        return repliedBy(() -> server.get(SITE, task, token));
    }

    HttpReply get(String path) {
        return repliedBy(() -> server.get(path, token));
    }

    /** Repeats the request while the server is overloaded, which it may be on a busy machine. */
    private static HttpReply repliedBy(Callable<HttpResponse<String>> request) {
        return HttpReply.of(await().until(request, response -> response.statusCode() != 503));
    }

    /** Returns the response to a GET once the stop of the cancelled task is confirmed. */
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
