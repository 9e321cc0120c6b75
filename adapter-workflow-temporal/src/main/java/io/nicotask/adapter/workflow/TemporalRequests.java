package io.nicotask.adapter.workflow;

import io.nicotask.adapter.workflow.TemporalEngine.ExternalWorkflow;
import io.nicotask.adapter.workflow.WorkflowInputs.ExternalWorkflowInput;
import io.nicotask.adapter.workflow.WorkflowInputs.RackOperationInput;
import io.nicotask.domain.operation.Operation;
import io.nicotask.domain.task.Task;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Builds the gRPC requests for one endpoint. */
final class TemporalRequests {

    private static final String IDENTITY = "nico-tasks";

    private final SiteEndpoint endpoint;
    private final DataConverter converter;
    private final Map<Operation, ExternalWorkflow> externalWorkflows;
    private final Supplier<UUID> requestIds;

    /**
     * Requests for the endpoint.
     *
     * @param converter encodes the input of workflows
     * @param externalWorkflows the external workflows by operation
     * @param requestIds supplies request ids, by which Temporal recognizes repetitions
     */
    TemporalRequests(
            SiteEndpoint endpoint,
            DataConverter converter,
            Map<Operation, ExternalWorkflow> externalWorkflows,
            Supplier<UUID> requestIds) {
        this.endpoint = endpoint;
        this.converter = converter;
        this.externalWorkflows = externalWorkflows;
        this.requestIds = requestIds;
    }

    StartWorkflowExecutionRequest start(Task task) {
        ExternalWorkflow external = externalWorkflows.get(task.spec().operation());
        return external == null ? startRackOperation(task) : startExternal(task, external);
    }

    private StartWorkflowExecutionRequest startRackOperation(Task task) {
        return startOnce(task.id(), WorkflowProtocol.RACK_OPERATION_TYPE, endpoint.taskQueue())
                .setInput(payloads(task, RackOperationInput.of(task)))
                .build();
    }

    private StartWorkflowExecutionRequest startExternal(Task task, ExternalWorkflow external) {
        TaskHeader header = new TaskHeader(
                task.spec().site().toString(), WorkflowProtocol.externalReportQueue(endpoint.taskQueue()));
        return startOnce(task.id(), external.workflowType(), external.taskQueue())
                .setInput(payloads(task, ExternalWorkflowInput.of(task)))
                .setHeader(header.toHeader())
                .setMemo(TaskMemo.of(external.actsFor()))
                .build();
    }

    /** Returns a start that the server refuses when the task's workflow id is taken. */
    StartWorkflowExecutionRequest.Builder startOnce(TaskId task, String type, String queue) {
        return StartWorkflowExecutionRequest.newBuilder()
                .setNamespace(endpoint.namespace())
                .setWorkflowId(WorkflowProtocol.workflowId(task))
                .setWorkflowType(WorkflowType.newBuilder().setName(type))
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setRequestId(requestIds.get().toString())
                .setIdentity(IDENTITY);
    }

    /** Terminates the last run: a run id would miss a run that the engine started by itself. */
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

    /** Encodes as the SDK's client would, with the workflow as the context. */
    private Payloads payloads(Task task, Object input) {
        return converter
                .withContext(
                        new WorkflowSerializationContext(endpoint.namespace(), WorkflowProtocol.workflowId(task.id())))
                .toPayloads(input)
                .orElseThrow();
    }

    private static WorkflowExecution execution(TaskId task) {
        return WorkflowExecution.newBuilder()
                .setWorkflowId(WorkflowProtocol.workflowId(task))
                .build();
    }
}
