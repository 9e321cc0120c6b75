package io.nicotask.adapter.workflow;

import io.nicotask.application.port.WorkflowEngine.CloseStatus;
import io.nicotask.domain.value.TaskId;
import io.temporal.api.command.v1.CancelWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.CompleteWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.FailWorkflowExecutionCommandAttributes;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RequestCancelWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;

/** A worker without the SDK, which closes workflows by single gRPC calls. */
final class ManualWorker {

    private final TestTemporal temporal;
    private final String queue;

    ManualWorker(TestTemporal temporal, String queue) {
        this.temporal = temporal;
        this.queue = queue;
    }

    void close(TaskId task, CloseStatus closeStatus) {
        switch (closeStatus) {
            case COMPLETED ->
                respond(Command.newBuilder()
                        .setCommandType(CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION)
                        .setCompleteWorkflowExecutionCommandAttributes(
                                CompleteWorkflowExecutionCommandAttributes.getDefaultInstance())
                        .build());
            case FAILED ->
                respond(Command.newBuilder()
                        .setCommandType(CommandType.COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION)
                        .setFailWorkflowExecutionCommandAttributes(FailWorkflowExecutionCommandAttributes.newBuilder()
                                .setFailure(Failure.newBuilder().setMessage("test")))
                        .build());
            case CANCELED -> {
                requestCancel(task);
                respond(Command.newBuilder()
                        .setCommandType(CommandType.COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION)
                        .setCancelWorkflowExecutionCommandAttributes(
                                CancelWorkflowExecutionCommandAttributes.getDefaultInstance())
                        .build());
            }
            case TERMINATED ->
                temporal.client()
                        .terminateWorkflowExecution(TerminateWorkflowExecutionRequest.newBuilder()
                                .setNamespace(temporal.namespace())
                                .setWorkflowExecution(TestTemporal.execution(task))
                                .build());
            case TIMED_OUT -> throw new UnsupportedOperationException("A workflow without a timeout does not time out");
        }
    }

    private void requestCancel(TaskId task) {
        temporal.client()
                .requestCancelWorkflowExecution(RequestCancelWorkflowExecutionRequest.newBuilder()
                        .setNamespace(temporal.namespace())
                        .setWorkflowExecution(TestTemporal.execution(task))
                        .build());
    }

    /** Polls the only workflow task in the queue and completes it with the command. */
    private void respond(Command command) {
        PollWorkflowTaskQueueResponse polled = temporal.client()
                .pollWorkflowTaskQueue(PollWorkflowTaskQueueRequest.newBuilder()
                        .setNamespace(temporal.namespace())
                        .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                        .build());
        temporal.client()
                .respondWorkflowTaskCompleted(RespondWorkflowTaskCompletedRequest.newBuilder()
                        .setNamespace(temporal.namespace())
                        .setTaskToken(polled.getTaskToken())
                        .addCommands(command)
                        .build());
    }
}
