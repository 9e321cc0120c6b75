package io.nicotask.adapter.workflow;

import io.grpc.Deadline;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.application.port.WorkflowEngine.StartResult;
import io.nicotask.application.port.WorkflowEngine.WorkflowDescription;
import io.nicotask.application.port.WorkflowEngine.WorkflowEngineUnavailable;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import io.nicotask.domain.value.WorkflowRunId;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine of one site. Each method makes at most two calls, which share one deadline. Safe for many threads. */
final class TemporalSiteEngine {

    private final SiteEndpoint endpoint;
    private final TemporalChannel channel;
    private final WorkflowServiceBlockingStub stub;
    private final TemporalRequests requests;
    private final Duration limit;
    private volatile @Nullable String knownNamespace;

    /** @param client a client of the endpoint's namespace over the channel */
    TemporalSiteEngine(
            SiteEndpoint endpoint,
            TemporalChannel channel,
            WorkflowClient client,
            TemporalRequests requests,
            Duration limit) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.stub = client.getWorkflowServiceStubs().blockingStub();
        this.requests = requests;
        this.limit = limit;
    }

    StartResult start(Task task) {
        Deadline deadline = deadline();
        String namespace = namespace(deadline);
        try {
            call(deadline, service -> service.startWorkflowExecution(requests.start(task)));
            return new StartResult.Started(namespace);
        } catch (StatusRuntimeException failed) {
            if (GrpcErrors.hasCode(failed, Code.ALREADY_EXISTS)) {
                return new StartResult.AlreadyStarted(namespace);
            }
            if (GrpcErrors.hasCode(failed, Code.INVALID_ARGUMENT)) {
                return new StartResult.Refused("Temporal refused the request: " + GrpcErrors.inOneLine(failed));
            }
            throw GrpcErrors.unavailable(endpoint, failed);
        }
    }

    void terminate(TaskId task, String reason) {
        terminate(deadline(), task, reason);
    }

    WorkflowDescription describe(TaskId task) {
        Deadline deadline = deadline();
        try {
            WorkflowExecutionInfo info = call(
                            deadline, service -> service.describeWorkflowExecution(requests.describe(task)))
                    .getWorkflowExecutionInfo();
            return descriptionOf(info, namespace(deadline));
        } catch (StatusRuntimeException failed) {
            if (GrpcErrors.isUnknownWorkflow(failed)) {
                return describeNotFound(deadline);
            }
            throw GrpcErrors.unavailable(endpoint, failed);
        }
    }

    void placeTombstone(TaskId task) {
        Deadline deadline = deadline();
        try {
            call(deadline, service -> service.startWorkflowExecution(Tombstone.start(requests, task)));
        } catch (StatusRuntimeException failed) {
            if (GrpcErrors.hasCode(failed, Code.ALREADY_EXISTS)) {
                return;
            }
            throw GrpcErrors.unavailable(endpoint, failed);
        }
        terminate(deadline, task, Tombstone.TERMINATE_REASON);
    }

    private void terminate(Deadline deadline, TaskId task, String reason) {
        try {
            call(deadline, service -> service.terminateWorkflowExecution(requests.terminate(task, reason)));
        } catch (StatusRuntimeException failed) {
            if (!GrpcErrors.isUnknownWorkflow(failed)) {
                throw GrpcErrors.unavailable(endpoint, failed);
            }
        }
    }

    /** Checks the namespace, since older servers report an unknown namespace as an unknown workflow. */
    private WorkflowDescription describeNotFound(Deadline deadline) {
        String namespace =
                identityOf(callOrThrow(deadline, service -> service.describeNamespace(requests.namespace())));
        knownNamespace = namespace;
        return new WorkflowDescription.NotFound(namespace, endpoint.connection().engineIsVolatile());
    }

    /**
     * Returns the identity of the namespace, requested once. If the server refuses that request, the call that follows
     * shows why. An outdated identity only makes a later check not find the workflow.
     */
    private String namespace(Deadline deadline) {
        String known = knownNamespace;
        if (known != null) {
            return known;
        }
        try {
            String identity = identityOf(call(deadline, service -> service.describeNamespace(requests.namespace())));
            knownNamespace = identity;
            return identity;
        } catch (StatusRuntimeException failed) {
            if (GrpcErrors.isConnectionFailure(failed)) {
                throw GrpcErrors.unavailable(endpoint, failed);
            }
            return endpoint.namespace();
        }
    }

    /** Namespaces on two servers often have the same name, but never the same id. */
    private String identityOf(DescribeNamespaceResponse response) {
        String id = response.getNamespaceInfo().getId();
        return id.isEmpty() ? endpoint.namespace() : endpoint.namespace() + " " + id;
    }

    private <T> T callOrThrow(Deadline deadline, Function<WorkflowServiceBlockingStub, T> call) {
        try {
            return call(deadline, call);
        } catch (StatusRuntimeException failed) {
            throw GrpcErrors.unavailable(endpoint, failed);
        }
    }

    /** A status that newer servers have counts as open: a task is neither lost nor ended by what is not understood. */
    WorkflowDescription descriptionOf(WorkflowExecutionInfo info, String namespace) {
        return switch (info.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_PAUSED,
                    UNRECOGNIZED -> open(info, namespace);
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> closed(info, namespace, CloseStatus.COMPLETED);
            case WORKFLOW_EXECUTION_STATUS_FAILED -> closed(info, namespace, CloseStatus.FAILED);
            case WORKFLOW_EXECUTION_STATUS_CANCELED -> closed(info, namespace, CloseStatus.CANCELED);
            case WORKFLOW_EXECUTION_STATUS_TERMINATED -> closed(info, namespace, CloseStatus.TERMINATED);
            case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> closed(info, namespace, CloseStatus.TIMED_OUT);
            case WORKFLOW_EXECUTION_STATUS_UNSPECIFIED ->
                throw new WorkflowEngineUnavailable(
                        "Temporal at " + endpoint.address() + " reports no status of the workflow");
        };
    }

    private static WorkflowDescription open(WorkflowExecutionInfo info, String namespace) {
        return new WorkflowDescription.Open(namespace, runOf(info));
    }

    private static WorkflowDescription closed(WorkflowExecutionInfo info, String namespace, CloseStatus closeStatus) {
        return new WorkflowDescription.Closed(namespace, closeStatus, runOf(info), TaskMemo.actsFor(info.getMemo()));
    }

    private static WorkflowRunId runOf(WorkflowExecutionInfo info) {
        return new WorkflowRunId(info.getExecution().getRunId());
    }

    private <T> T call(Deadline deadline, Function<WorkflowServiceBlockingStub, T> call) {
        return channel.call(() -> call.apply(stub.withDeadline(deadline)));
    }

    private Deadline deadline() {
        return Deadline.after(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
