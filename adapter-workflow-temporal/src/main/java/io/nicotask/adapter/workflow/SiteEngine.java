package io.nicotask.adapter.workflow;

import io.grpc.Deadline;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.Sighting;
import io.nicotask.application.port.WorkflowEngine.StartAnswer;
import io.nicotask.application.port.WorkflowEngineUnavailable;
import io.nicotask.domain.task.RunId;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine of one site. Each method makes up to two calls, which share one limit. */
final class SiteEngine {

    private final Endpoint endpoint;
    private final Connection connection;
    private final Requests requests;
    private final Duration limit;
    private volatile @Nullable String namespace;

    SiteEngine(Endpoint endpoint, Connection connection, Requests requests, Duration limit) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.requests = requests;
        this.limit = limit;
    }

    StartAnswer start(Task task) {
        Deadline deadline = deadline();
        String where = namespace(deadline);
        try {
            connection.call(deadline, stub -> stub.startWorkflowExecution(requests.start(task)));
            return new StartAnswer.Started(where);
        } catch (StatusRuntimeException failed) {
            if (Faults.has(failed, Code.ALREADY_EXISTS)) {
                return new StartAnswer.AlreadyStarted(where);
            }
            if (Faults.has(failed, Code.INVALID_ARGUMENT)) {
                return new StartAnswer.Refused("Temporal refused the request: " + Faults.inOneLine(failed));
            }
            throw Faults.undecided(endpoint, failed);
        }
    }

    void terminate(TaskId task, String reason) {
        terminate(deadline(), task, reason);
    }

    Sighting describe(TaskId task) {
        Deadline deadline = deadline();
        try {
            WorkflowExecutionInfo info = connection
                    .call(deadline, stub -> stub.describeWorkflowExecution(requests.describe(task)))
                    .getWorkflowExecutionInfo();
            return sightingOf(info, namespace(deadline));
        } catch (StatusRuntimeException failed) {
            if (Faults.isUnknownWorkflow(failed)) {
                return missing(deadline);
            }
            throw Faults.undecided(endpoint, failed);
        }
    }

    void burn(TaskId task) {
        Deadline deadline = deadline();
        try {
            connection.call(deadline, stub -> stub.startWorkflowExecution(requests.tombstone(task)));
        } catch (StatusRuntimeException failed) {
            if (Faults.has(failed, Code.ALREADY_EXISTS)) {
                return;
            }
            throw Faults.undecided(endpoint, failed);
        }
        terminate(deadline, task, "This workflow must never start");
    }

    /** Whether the server answers within the limit and knows the namespace. */
    boolean isReachable() {
        try {
            decided(deadline(), stub -> stub.describeNamespace(requests.namespace()));
            return true;
        } catch (WorkflowEngineUnavailable unreachable) {
            return false;
        }
    }

    private void terminate(Deadline deadline, TaskId task, String reason) {
        try {
            connection.call(deadline, stub -> stub.terminateWorkflowExecution(requests.terminate(task, reason)));
        } catch (StatusRuntimeException failed) {
            if (!Faults.isUnknownWorkflow(failed)) {
                throw Faults.undecided(endpoint, failed);
            }
        }
    }

    /** Older servers answer for an unknown namespace as for an unknown workflow: only a known one can miss it. */
    private Sighting missing(Deadline deadline) {
        String where = identityOf(decided(deadline, stub -> stub.describeNamespace(requests.namespace())));
        namespace = where;
        return new Sighting.Missing(where, endpoint.engineForgets());
    }

    /**
     * Where workflows are started and seen, asked for once. What the server does not tell, the start itself will; and an answer that
     * is out of date only makes a workflow be looked for in vain.
     */
    private String namespace(Deadline deadline) {
        String known = namespace;
        if (known != null) {
            return known;
        }
        try {
            String told = identityOf(connection.call(deadline, stub -> stub.describeNamespace(requests.namespace())));
            namespace = told;
            return told;
        } catch (StatusRuntimeException failed) {
            if (Faults.concernConnection(failed)) {
                throw Faults.undecided(endpoint, failed);
            }
            return endpoint.namespace();
        }
    }

    /** Namespaces of two servers often have the same name, and never the same id. */
    private String identityOf(DescribeNamespaceResponse told) {
        String id = told.getNamespaceInfo().getId();
        return id.isEmpty() ? endpoint.namespace() : endpoint.namespace() + " " + id;
    }

    private <T> T decided(Deadline deadline, Function<WorkflowServiceBlockingStub, T> call) {
        try {
            return connection.call(deadline, call);
        } catch (StatusRuntimeException failed) {
            throw Faults.undecided(endpoint, failed);
        }
    }

    private Sighting sightingOf(WorkflowExecutionInfo info, String where) {
        return switch (info.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_PAUSED -> open(info, where);
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> closed(info, where, CloseStatus.COMPLETED);
            case WORKFLOW_EXECUTION_STATUS_FAILED -> closed(info, where, CloseStatus.FAILED);
            case WORKFLOW_EXECUTION_STATUS_CANCELED -> closed(info, where, CloseStatus.CANCELED);
            case WORKFLOW_EXECUTION_STATUS_TERMINATED -> closed(info, where, CloseStatus.TERMINATED);
            case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> closed(info, where, CloseStatus.TIMED_OUT);
            case WORKFLOW_EXECUTION_STATUS_UNSPECIFIED, UNRECOGNIZED ->
                throw new WorkflowEngineUnavailable("Temporal at " + endpoint.target()
                        + " told a state that is not known here: " + info.getStatusValue());
        };
    }

    private static Sighting open(WorkflowExecutionInfo info, String where) {
        return new Sighting.Open(
                where, runOf(info), Protocol.isForeign(info.getType().getName()));
    }

    private static Sighting closed(WorkflowExecutionInfo info, String where, CloseStatus how) {
        return new Sighting.Closed(where, how, runOf(info));
    }

    private static RunId runOf(WorkflowExecutionInfo info) {
        return new RunId(info.getExecution().getRunId());
    }

    private Deadline deadline() {
        return Deadline.after(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
