package io.nicotask.adapter.workflow;

import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED;
import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;

import io.grpc.StatusRuntimeException;
import io.nicotask.application.worker.Heartbeat;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The beats of one attempt. The engine is asked on a thread of its own, so that one which is silent does not hold up the
 * work: the lease in the store must be renewed in time, whatever becomes of the engine.
 */
final class ActivityHeartbeat implements Heartbeat {

    /** The time between two beats. */
    static final Duration BEAT = Duration.ofMillis(500);

    /** How long a beat waits for the engine's answer; one that takes longer is read at a later beat. */
    private static final Duration ANSWER = Duration.ofMillis(400);

    private final ActivityExecutionContext context;
    private @Nullable FutureTask<EngineAnswer> asked;
    private EngineAnswer last = EngineAnswer.NOTHING_NEW;

    ActivityHeartbeat(ActivityExecutionContext context) {
        this.context = context;
    }

    @Override
    public Signal beat() {
        try {
            Thread.sleep(BEAT);
            if (!last.isFinal) {
                last = engineAnswer();
            }
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
            last = EngineAnswer.SHUTDOWN;
        }
        return last.signal;
    }

    /** Whether the engine wants to hear no more of the attempt. */
    boolean isClosed() {
        return last == EngineAnswer.CLOSED;
    }

    /** Whether the attempt was left because its worker is shutting down. */
    boolean isShutDown() {
        return last == EngineAnswer.SHUTDOWN;
    }

    private EngineAnswer engineAnswer() throws InterruptedException {
        if (asked == null) {
            asked = new FutureTask<>(this::ask);
            Thread.ofVirtual().name("beat").start(asked);
        }
        try {
            EngineAnswer answer = asked.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            asked = null;
            return answer;
        } catch (TimeoutException silent) {
            return EngineAnswer.NOTHING_NEW;
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("Could not beat", unexpected.getCause());
        }
    }

    private EngineAnswer ask() {
        try {
            context.heartbeat(null);
            return EngineAnswer.NOTHING_NEW;
        } catch (ActivityWorkerShutdownException shutdown) {
            return EngineAnswer.SHUTDOWN;
        } catch (ActivityNotExistsException unknown) {
            return whyUnknown();
        } catch (ActivityCanceledException cancelled) {
            // The SDK also says so of its own accord, when no beat has reached the engine for a while.
            return cancelled.getCause() instanceof TimeoutFailure ? EngineAnswer.OUT_OF_TOUCH : EngineAnswer.CLOSED;
        } catch (ActivityCompletionException pausedOrReset) {
            return EngineAnswer.HELD_UP;
        }
    }

    /** The engine knows neither an attempt whose workflow is closed, nor one whose beats it has missed for too long. */
    private EngineAnswer whyUnknown() {
        try {
            WorkflowExecutionStatus status = statusOfRun();
            boolean open = status == WORKFLOW_EXECUTION_STATUS_RUNNING || status == WORKFLOW_EXECUTION_STATUS_PAUSED;
            return open ? EngineAnswer.OUT_OF_TOUCH : EngineAnswer.CLOSED;
        } catch (StatusRuntimeException failed) {
            return GrpcErrors.isUnknownWorkflow(failed) ? EngineAnswer.CLOSED : EngineAnswer.NOTHING_NEW;
        }
    }

    private WorkflowExecutionStatus statusOfRun() {
        ActivityInfo info = context.getInfo();
        return context.getWorkflowClient()
                .getWorkflowServiceStubs()
                .blockingStub()
                .withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(info.getNamespace())
                        .setExecution(WorkflowExecution.newBuilder()
                                .setWorkflowId(info.getWorkflowId())
                                .setRunId(info.getWorkflowRunId()))
                        .build())
                .getWorkflowExecutionInfo()
                .getStatus();
    }

    /** What is known from the engine. */
    private enum EngineAnswer {
        NOTHING_NEW(Signal.CONTINUE, false),
        /** Another attempt may be under way: the lease in the store says which of the two goes on. */
        OUT_OF_TOUCH(Signal.CONTINUE, true),
        CLOSED(Signal.WORKFLOW_CLOSED, true),
        HELD_UP(Signal.HAND_OVER, true),
        SHUTDOWN(Signal.HAND_OVER, true);

        private final Signal signal;
        private final boolean isFinal;

        EngineAnswer(Signal signal, boolean isFinal) {
            this.signal = signal;
            this.isFinal = isFinal;
        }
    }
}
