package io.nicotask.bootstrap;

import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;

/** A client that reads workflow states from a server's Temporal. */
final class WorkflowStatusClient implements AutoCloseable {

    private final WorkflowServiceStubs stubs;
    private final String namespace;

    WorkflowStatusClient(String target, String namespace) {
        this.stubs = TemporalUnderTest.client(target);
        this.namespace = namespace;
    }

    /**
     * Returns the status of the task's workflow.
     *
     * @throws io.grpc.StatusRuntimeException when there is none
     */
    WorkflowExecutionStatus status(TaskId task) {
        return stubs.blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(TemporalEngine.workflowId(task)))
                        .build())
                .getWorkflowExecutionInfo()
                .getStatus();
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
