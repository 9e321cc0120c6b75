package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.nicotask.adapter.workflow.TemporalEngine;
import io.nicotask.domain.value.SiteId;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the state of workflows with its own client, which bypasses all proxies. */
public final class TemporalInspector implements AutoCloseable {

    private static final String NAMESPACE = "default";

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final String queue;

    public TemporalInspector(String target) {
        this(target, "nico-tasks");
    }

    /** Inspects tasks on another queue. */
    public TemporalInspector(String target, String queue) {
        this.queue = queue;
        this.stubs = TemporalUnderTest.client(target);
        this.client = WorkflowClient.newInstance(stubs);
    }

    /** Returns the status of the task's workflow; empty when the server knows none. */
    public Optional<WorkflowExecutionStatus> status(TaskId task) {
        try {
            return Optional.of(stubs.blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(NAMESPACE)
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(TemporalEngine.workflowId(task)))
                            .build())
                    .getWorkflowExecutionInfo()
                    .getStatus());
        } catch (StatusRuntimeException failed) {
            if (failed.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    boolean isRunning(TaskId task) {
        return status(task).equals(Optional.of(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING));
    }

    boolean isTerminated(TaskId task) {
        return status(task).equals(Optional.of(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED));
    }

    /**
     * Starts the task's workflow, like a call of ours that arrives late.
     *
     * @return whether the server accepted it; false when a tombstone or a run has the id
     */
    boolean startLate(SiteId site, TaskId task) {
        try {
            client.newUntypedWorkflowStub(
                            "RackOperation",
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId(TemporalEngine.workflowId(task))
                                    .setTaskQueue(queue)
                                    .setWorkflowIdReusePolicy(
                                            WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                                    .build())
                    .start(Map.of("task", task.toString(), "site", site.toString()));
            return true;
        } catch (WorkflowExecutionAlreadyStarted duplicate) {
            return false;
        }
    }

    /** Terminates the task's workflow, as an operator does. */
    public void terminate(TaskId task) {
        client.newUntypedWorkflowStub(TemporalEngine.workflowId(task)).terminate("by hand");
    }

    /** Deletes the task's workflow on a real server, and returns when it is deleted. */
    void delete(TaskId task) {
        stubs.blockingStub()
                .deleteWorkflowExecution(DeleteWorkflowExecutionRequest.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setWorkflowExecution(
                                WorkflowExecution.newBuilder().setWorkflowId(TemporalEngine.workflowId(task)))
                        .build());
        await().until(() -> status(task).isEmpty());
    }

    /** Returns the failure type of the task's workflow; empty when it has not failed. */
    Optional<String> failureType(TaskId task) {
        return history(task).stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED)
                .map(event -> event.getWorkflowExecutionFailedEventAttributes()
                        .getFailure()
                        .getApplicationFailureInfo()
                        .getType())
                .findFirst();
    }

    /** Returns the names of the activities that the task's workflow has scheduled. */
    List<String> activities(TaskId task) {
        return history(task).stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName())
                .toList();
    }

    /** Returns the close time of the task's workflow. */
    public Instant closedAt(TaskId task) {
        return client.newUntypedWorkflowStub(TemporalEngine.workflowId(task))
                .describe()
                .getCloseTime();
    }

    private List<HistoryEvent> history(TaskId task) {
        return client.streamHistory(TemporalEngine.workflowId(task)).toList();
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
