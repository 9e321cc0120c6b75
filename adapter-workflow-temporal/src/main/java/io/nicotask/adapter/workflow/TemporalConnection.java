package io.nicotask.adapter.workflow;

import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A connection to one Temporal server. It connects on first use; every call has a deadline. Safe for many threads.
 *
 * <p>Uses a plain gRPC channel. The SDK's client would first request the server's capabilities, one caller at a time
 * and each with a timeout of its own, and then retry for a minute.
 */
final class TemporalConnection implements AutoCloseable {

    private final ManagedChannel channel;
    private final WorkflowServiceBlockingStub stub;
    private final AtomicLong answeredCalls = new AtomicLong();

    TemporalConnection(String target) {
        this.channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
                .build();
        this.stub = WorkflowServiceGrpc.newBlockingStub(channel);
    }

    /**
     * Makes the call once, without a retry.
     *
     * @throws StatusRuntimeException when the server refuses, or does not answer before the deadline
     */
    <T> T call(Deadline deadline, Function<WorkflowServiceBlockingStub, T> call) {
        long answeredBefore = answeredCalls.get();
        try {
            T answer = call.apply(stub.withDeadline(deadline));
            answeredCalls.incrementAndGet();
            return answer;
        } catch (StatusRuntimeException failed) {
            if (!GrpcErrors.isConnectionFailure(failed)) {
                answeredCalls.incrementAndGet();
            } else if (answeredCalls.get() == answeredBefore) {
                reconnect();
            }
            throw failed;
        }
    }

    /**
     * Makes the next call open a new connection at once. A connection over which no call was answered may be dead
     * without reporting it, and after a failed attempt to connect the channel would wait up to two minutes.
     */
    private void reconnect() {
        channel.enterIdle();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
