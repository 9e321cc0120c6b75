package io.nicotask.bootstrap;

import static io.nicotask.application.contract.Eventually.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.nicotask.adapter.workflow.WorkflowModule;
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
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is true in a Temporal server, told by a client of its own that asks the server without any detour. */
public final class TemporalInspector implements AutoCloseable {

    private static final String NAMESPACE = "default";

    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final String queue;

    public TemporalInspector(String target) {
        this(target, "nico-tasks");
    }

    /** As above, for tasks on another queue. */
    public TemporalInspector(String target, String queue) {
        this.queue = queue;
        this.stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
        this.client = WorkflowClient.newInstance(stubs);
    }

    /** How the task's workflow is; empty when the server knows none. */
    public Optional<WorkflowExecutionStatus> status(TaskId task) {
        try {
            return Optional.of(stubs.blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(NAMESPACE)
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(WorkflowModule.workflowId(task)))
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
     * Starts the task's workflow as a call of ours would that was under way for long.
     *
     * @return whether the server took it; when not, the id is burnt
     */
    boolean startLate(SiteId site, TaskId task) {
        try {
            client.newUntypedWorkflowStub(
                            "RackOperation",
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId(WorkflowModule.workflowId(task))
                                    .setTaskQueue(queue)
                                    .setWorkflowIdReusePolicy(
                                            WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                                    .build())
                    .start(Map.of("task", task.toString(), "site", site.toString()));
            return true;
        } catch (WorkflowExecutionAlreadyStarted burnt) {
            return false;
        }
    }

    /** Terminates the task's workflow, as an operator does. */
    void terminate(TaskId task) {
        client.newUntypedWorkflowStub(WorkflowModule.workflowId(task)).terminate("by hand");
    }

    /** Has a real server forget the task's workflow, and returns when it has. */
    void delete(TaskId task) {
        stubs.blockingStub()
                .deleteWorkflowExecution(DeleteWorkflowExecutionRequest.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setWorkflowExecution(
                                WorkflowExecution.newBuilder().setWorkflowId(WorkflowModule.workflowId(task)))
                        .build());
        await().until(() -> status(task).isEmpty());
    }

    /** The name under which the task's workflow has failed; empty when it has not. */
    Optional<String> failureType(TaskId task) {
        return history(task).stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED)
                .map(event -> event.getWorkflowExecutionFailedEventAttributes()
                        .getFailure()
                        .getApplicationFailureInfo()
                        .getType())
                .findFirst();
    }

    /** What the task's workflow has asked workers to do, by the names of the activities. */
    List<String> activities(TaskId task) {
        return history(task).stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName())
                .toList();
    }

    /** When the task's workflow was closed. */
    public Instant closedAt(TaskId task) {
        return client.newUntypedWorkflowStub(WorkflowModule.workflowId(task))
                .describe()
                .getCloseTime();
    }

    private List<HistoryEvent> history(TaskId task) {
        return client.streamHistory(WorkflowModule.workflowId(task)).toList();
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
