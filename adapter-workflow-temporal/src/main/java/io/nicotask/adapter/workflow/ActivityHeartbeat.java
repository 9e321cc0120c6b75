package io.nicotask.adapter.workflow;

import io.grpc.StatusRuntimeException;
import io.nicotask.application.worker.ExecuteStage.Heartbeat;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat of one attempt. It calls the engine on a separate thread: a silent engine must not delay the renewal of
 * the lease in the database.
 */
final class ActivityHeartbeat implements Heartbeat {

    /** The interval between beats. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    /** The longest that a beat waits for the answer to its call; a later beat reads a slower one. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(400);

    private final ActivityExecutionContext context;
    private @Nullable FutureTask<EngineAnswer> pendingCall;
    private EngineAnswer lastAnswer = EngineAnswer.NOTHING_NEW;

    ActivityHeartbeat(ActivityExecutionContext context) {
        this.context = context;
    }

    @Override
    public Signal beat() {
        try {
            lastAnswer = awaitAnswer();
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
            lastAnswer = EngineAnswer.SHUTDOWN;
        }
        return lastAnswer.signal;
    }

    /** Returns whether the engine has closed the workflow, so that it accepts no result of the attempt. */
    boolean isClosed() {
        return lastAnswer == EngineAnswer.CLOSED;
    }

    /** Returns whether the attempt ends because its worker is shutting down. */
    boolean isShutDown() {
        return lastAnswer == EngineAnswer.SHUTDOWN;
    }

    /** Calls the engine one interval from now, unless its last answer is final; an earlier call may still be pending. */
    private EngineAnswer awaitAnswer() throws InterruptedException {
        if (pendingCall == null) {
            pendingCall = new FutureTask<>(() -> lastAnswer.isFinal ? lastAnswer : callEngine());
            CompletableFuture.delayedExecutor(
                            INTERVAL.toMillis(), TimeUnit.MILLISECONDS, ActivityHeartbeat::startThread)
                    .execute(pendingCall);
        }
        try {
            EngineAnswer answer = pendingCall.get(INTERVAL.plus(ANSWER_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS);
            pendingCall = null;
            return answer;
        } catch (TimeoutException silent) {
            return EngineAnswer.NOTHING_NEW;
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("Could not beat", unexpected.getCause());
        }
    }

    private static void startThread(Runnable call) {
        Thread.ofVirtual().name("beat").start(call);
    }

    private EngineAnswer callEngine() {
        try {
            context.heartbeat(null);
            return EngineAnswer.NOTHING_NEW;
        } catch (ActivityWorkerShutdownException shutdown) {
            return EngineAnswer.SHUTDOWN;
        } catch (ActivityNotExistsException unknown) {
            return answerForUnknownAttempt();
        } catch (ActivityCanceledException cancelled) {
            // The SDK also throws this by itself, when no beat has reached the engine within the heartbeat timeout.
            return cancelled.getCause() instanceof TimeoutFailure ? EngineAnswer.TIMED_OUT : EngineAnswer.CLOSED;
        } catch (ActivityCompletionException pausedOrReset) {
            return EngineAnswer.PAUSED_OR_RESET;
        }
    }

    /** An unknown attempt is one whose workflow is closed, or one that exceeded the heartbeat timeout. */
    private EngineAnswer answerForUnknownAttempt() {
        try {
            return answerFor(statusOfRun());
        } catch (StatusRuntimeException failed) {
            return GrpcErrors.isUnknownWorkflow(failed) ? EngineAnswer.CLOSED : EngineAnswer.NOTHING_NEW;
        }
    }

    /** A status that newer servers have is not taken for the end of the workflow. */
    static EngineAnswer answerFor(WorkflowExecutionStatus statusOfRun) {
        return switch (statusOfRun) {
            case WORKFLOW_EXECUTION_STATUS_COMPLETED,
                    WORKFLOW_EXECUTION_STATUS_FAILED,
                    WORKFLOW_EXECUTION_STATUS_CANCELED,
                    WORKFLOW_EXECUTION_STATUS_TERMINATED,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> EngineAnswer.CLOSED;
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_PAUSED,
                    WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
                    UNRECOGNIZED -> EngineAnswer.TIMED_OUT;
        };
    }

    private WorkflowExecutionStatus statusOfRun() {
        ActivityInfo info = context.getInfo();
        return context.getWorkflowClient()
                .getWorkflowServiceStubs()
                .blockingStub()
                .withDeadlineAfter(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(info.getNamespace())
                        .setExecution(WorkflowExecution.newBuilder()
                                .setWorkflowId(info.getWorkflowId())
                                .setRunId(info.getWorkflowRunId()))
                        .build())
                .getWorkflowExecutionInfo()
                .getStatus();
    }

    /** The last state that the engine reported. */
    enum EngineAnswer {
        NOTHING_NEW(Signal.CONTINUE, false),
        /**
         * No beat has reached the engine in time. Another attempt may have started; the lease in the database decides which
         * of the two continues.
         */
        TIMED_OUT(Signal.UNANSWERED, true),
        CLOSED(Signal.WORKFLOW_CLOSED, true),
        PAUSED_OR_RESET(Signal.HAND_OVER, true),
        SHUTDOWN(Signal.HAND_OVER, true);

        private final Signal signal;
        private final boolean isFinal;

        EngineAnswer(Signal signal, boolean isFinal) {
            this.signal = signal;
            this.isFinal = isFinal;
        }
    }
}
