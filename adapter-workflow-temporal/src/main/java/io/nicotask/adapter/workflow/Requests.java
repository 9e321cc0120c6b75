package io.nicotask.adapter.workflow;

import com.google.protobuf.Duration;
import io.nicotask.adapter.workflow.Messages.ForeignOrder;
import io.nicotask.adapter.workflow.Messages.Order;
import io.nicotask.adapter.workflow.WorkflowModule.Endpoint;
import io.nicotask.adapter.workflow.WorkflowModule.ForeignWorkflow;
import io.nicotask.domain.task.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.task.TaskId;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.Map;
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
    private final Map<Operation, ForeignWorkflow> foreign;
    private final Supplier<UUID> ids;

    /**
     * Requests to the endpoint.
     *
     * @param foreign the workflows that others have brought, by what they do
     * @param ids by which Temporal tells requests from repetitions
     */
    Requests(Endpoint endpoint, Map<Operation, ForeignWorkflow> foreign, Supplier<UUID> ids) {
        this.endpoint = endpoint;
        this.foreign = foreign;
        this.ids = ids;
    }

    StartWorkflowExecutionRequest start(Task task) {
        ForeignWorkflow brought = foreign.get(task.request().operation());
        return brought == null ? startOurs(task) : startForeign(task, brought);
    }

    private StartWorkflowExecutionRequest startOurs(Task task) {
        return startOnce(task.id(), Protocol.OPERATION, endpoint.taskQueue())
                .setInput(payloads(Order.of(task)))
                .build();
    }

    private StartWorkflowExecutionRequest startForeign(Task task, ForeignWorkflow brought) {
        Origin origin = new Origin(task.request().site().toString(), Protocol.milestoneQueue(endpoint.taskQueue()));
        return startOnce(task.id(), brought.workflowType(), brought.taskQueue())
                .setInput(payloads(ForeignOrder.of(task)))
                .setHeader(origin.toHeader())
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

    private static Payloads payloads(Object input) {
        return DefaultDataConverter.STANDARD_INSTANCE.toPayloads(input).orElseThrow();
    }

    private static WorkflowExecution execution(TaskId task) {
        return WorkflowExecution.newBuilder()
                .setWorkflowId(Protocol.workflowId(task))
                .build();
    }
}
