package io.nicotask.adapter.workflow;

import com.google.protobuf.Duration;
import io.nicotask.adapter.workflow.Protocol.Order;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.domain.access.SiteId;
import io.nicotask.domain.task.TaskId;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The requests to one endpoint, as Temporal spells them. */
final class Requests {

    private static final String IDENTITY = "nico-tasks";

    /** Much longer than a tombstone takes to be terminated. */
    private static final Duration NEVER =
            Duration.newBuilder().setSeconds(TimeUnit.DAYS.toSeconds(30)).build();

    private final Endpoint endpoint;
    private final Supplier<UUID> ids;

    /** Requests to the endpoint, told apart from repetitions by these ids. */
    Requests(Endpoint endpoint, Supplier<UUID> ids) {
        this.endpoint = endpoint;
        this.ids = ids;
    }

    StartWorkflowExecutionRequest start(SiteId site, TaskId task) {
        return startOnce(task, Protocol.OPERATION, endpoint.taskQueue())
                .setInput(DefaultDataConverter.STANDARD_INSTANCE
                        .toPayloads(Order.of(site, task))
                        .orElseThrow())
                .build();
    }

    StartWorkflowExecutionRequest tombstone(TaskId task) {
        return startOnce(task, Protocol.TOMBSTONE, Protocol.TOMBSTONES)
                .setWorkflowStartDelay(NEVER)
                .build();
    }

    private StartWorkflowExecutionRequest.Builder startOnce(TaskId task, String type, String queue) {
        return StartWorkflowExecutionRequest.newBuilder()
                .setNamespace(endpoint.namespace())
                .setWorkflowId(Protocol.workflowId(task))
                .setWorkflowType(WorkflowType.newBuilder().setName(type))
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setRequestId(ids.get().toString())
                .setIdentity(IDENTITY);
    }

    /** For whatever run is the last one: a run id would miss one that the engine made by itself. */
    TerminateWorkflowExecutionRequest terminate(TaskId task, String reason) {
        return TerminateWorkflowExecutionRequest.newBuilder()
                .setNamespace(endpoint.namespace())
                .setWorkflowExecution(execution(task))
                .setReason(reason)
                .setIdentity(IDENTITY)
                .build();
    }

    DescribeWorkflowExecutionRequest describe(TaskId task) {
        return DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(endpoint.namespace())
                .setExecution(execution(task))
                .build();
    }

    DescribeNamespaceRequest namespace() {
        return DescribeNamespaceRequest.newBuilder()
                .setNamespace(endpoint.namespace())
                .build();
    }

    private static WorkflowExecution execution(TaskId task) {
        return WorkflowExecution.newBuilder()
                .setWorkflowId(Protocol.workflowId(task))
                .build();
    }
}
