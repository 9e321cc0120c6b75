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
 * The way to one Temporal server. It connects when it is first used, and no call outlives its deadline.
 *
 * <p>Calls go over a bare channel. The SDK's client would first ask for the server's capabilities, one caller after the
 * other and each under a limit of its own, and then retry for a minute.
 */
final class TemporalConnection implements AutoCloseable {

    private final ManagedChannel channel;
    private final WorkflowServiceBlockingStub stub;
    private final AtomicLong answers = new AtomicLong();

    TemporalConnection(String target) {
        this.channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
                .build();
        this.stub = WorkflowServiceGrpc.newBlockingStub(channel);
    }

    /**
     * Makes one attempt.
     *
     * @throws StatusRuntimeException when the server refused, or did not answer before the deadline
     */
    <T> T call(Deadline deadline, Function<WorkflowServiceBlockingStub, T> call) {
        long before = answers.get();
        try {
            T answer = call.apply(stub.withDeadline(deadline));
            answers.incrementAndGet();
            return answer;
        } catch (StatusRuntimeException failed) {
            if (!GrpcErrors.isConnectionFailure(failed)) {
                answers.incrementAndGet();
            } else if (answers.get() == before) {
                reconnect();
            }
            throw failed;
        }
    }

    /**
     * Lets the next call make a new connection at once: one over which nobody was answered meanwhile may never report that
     * it is dead, and a failed attempt would make the channel wait for up to two minutes.
     */
    private void reconnect() {
        channel.enterIdle();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
